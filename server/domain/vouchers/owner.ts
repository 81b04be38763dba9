// Whether a voucher belongs to somebody: not when it was made for print, nor once its customer is erased; pure.

/** Ids of nobody begin so (`randomId('unit')`): a person's never does. */
export const hasOwner = ({ customerId }: { customerId: string }): boolean => !customerId.startsWith('unit_')
