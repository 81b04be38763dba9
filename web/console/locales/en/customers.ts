// English words about customers and what is known of them.
export const customers = {
  title: 'Customers',
}
