// Why a voucher that was used up before it came here is no good; pure.
export const USED_BEFORE = 'used_before'
