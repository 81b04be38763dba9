// English words about the privacy officer's pages.
export const privacy = {
  title: 'Privacy',
}
