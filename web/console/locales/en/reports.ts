// English words about reports and comparisons.
export const reports = {
  title: 'Reports',
}
