// English words about vouchers and what is done with them.
export const vouchers = {
  title: 'Vouchers',
}
