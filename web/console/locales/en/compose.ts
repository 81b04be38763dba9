// English words about the campaign designer.
export const compose = {
  title: 'New campaign',
}
