// English words about the settings of the house.
export const settings = {
  title: 'Settings',
}
