// Orders as Shopify sends them around edits, refunds and other currencies, with what is to be made of each.

const money = (shop: string, shown: string, currency = 'USD') => ({
  shop_money: { amount: shop, currency_code: 'EUR' },
  presentment_money: { amount: shown, currency_code: currency },
})
export const sold = (more: object = {}) => ({
  id: 5_001_234_567_890,
  admin_graphql_api_id: 'gid://shopify/Order/5001234567890',
  created_at: '2026-06-14T10:00:00-04:00',
  updated_at: '2026-06-14T10:00:01-04:00',
  currency: 'EUR',
  presentment_currency: 'USD',
  total_price: '110.00',
  customer: null,
  discount_codes: [],
  discount_applications: [],
  line_items: [{ id: 1, sku: 'tea', quantity: 2, price: '50.00', discount_allocations: [] }],
  refunds: [],
  ...more,
})
const refunded = (more: object) => ({
  refunds: [{ id: 7, order_id: 5_001_234_567_890, created_at: '2026-06-15T01:00:00Z', refund_line_items: [], ...more }],
})
const backLine = {
  quantity: 1,
  subtotal: '40.00',
  total_tax: '8.00',
  subtotal_set: money('40.00', '44.00'),
  total_tax_set: money('8.00', '8.80'),
  line_item: { id: 1, sku: 'tea' },
}

/** Each a body of Shopify's orders, and what the order is then: its total, what was given back, and what its lines came to. */
export const shopifyOrders: [what: string, topic: string, more: object, totals: [number, number, number]][] = [
  [
    'a total that is only told as a set',
    'orders/paid',
    { total_price: undefined, total_price_set: money('110.00', '121.00') },
    [11000, 0, 10000],
  ],
  [
    'amounts as numbers',
    'orders/create',
    { total_price: 109.5, line_items: [{ id: 1, sku: 'tea', quantity: 1, price: 109.5 }] },
    [10950, 0, 10950],
  ],
  [
    'a discount on shipping alone',
    'orders/updated',
    {
      discount_codes: [{ code: 'SHIPFREE', amount: '10.00', type: 'shipping' }],
      discount_applications: [{ target_type: 'shipping_line', type: 'discount_code', code: 'SHIPFREE' }],
      shipping_lines: [{ price: '10.00', discount_allocations: [{ amount: '10.00', discount_application_index: 0 }] }],
    },
    [11000, 0, 10000],
  ],
  [
    'several discounts on one line, one of them automatic',
    'orders/fulfilled',
    {
      discount_applications: [
        { type: 'automatic', title: 'Summer' },
        { type: 'discount_code', code: 'TEN' },
        { type: 'script' },
      ],
      line_items: [
        {
          id: 1,
          sku: 'tea',
          quantity: 3,
          price: '33.33',
          discount_allocations: [
            { amount: '5.00', amount_set: money('5.00', '5.50'), discount_application_index: 0 },
            { amount: '9.50', discount_application_index: 1 },
            { amount: '0.49', discount_application_index: 2 },
          ],
        },
      ],
    },
    [11000, 0, 8500],
  ],
  [
    'a tip, a gift card and an article that is gone',
    'orders/partially_fulfilled',
    {
      line_items: [
        {
          id: 1,
          sku: null,
          variant_id: null,
          product_id: null,
          product_exists: false,
          title: 'Gone',
          quantity: 1,
          price: '50.00',
        },
        {
          id: 2,
          sku: '',
          variant_id: null,
          product_id: null,
          title: 'Tip',
          quantity: 1,
          price: '5.00',
          tip: { payment_gateway: 'x' },
        },
        { id: 3, sku: 'card', gift_card: true, requires_shipping: false, quantity: 1, price: '25.00' },
        { id: 4, sku: 'removed', quantity: 0, current_quantity: 0, price: '9.00' },
      ],
    },
    [11000, 0, 8000],
  ],
  [
    'more lines than are kept',
    'orders/create',
    {
      line_items: Array.from({ length: 900 }, (_, i) => ({
        id: i,
        sku: `s${i}`,
        quantity: 3,
        price: '0.10',
        total_discount: '0.01',
      })),
    },
    [11000, 0, -1],
  ],
  [
    'a refund that was paid in the buyer’s money only',
    'orders/updated',
    refunded({
      refund_line_items: [backLine],
      order_adjustments: [
        { kind: 'shipping_refund', amount: '-5.00', tax_amount: '0.00', amount_set: money('-5.00', '-5.50') },
      ],
      transactions: [{ kind: 'refund', status: 'success', amount: '58.30', currency: 'USD' }],
    }),
    [11000, 5300, 10000],
  ],
  [
    'a refund that says both moneys',
    'orders/updated',
    refunded({
      transactions: [
        { kind: 'refund', status: 'success', amount: '11.00', currency: 'USD', amount_set: money('10.00', '11.00') },
      ],
    }),
    [11000, 1000, 10000],
  ],
  [
    'a refund of prices that hold their tax',
    'orders/edited',
    { taxes_included: true, ...refunded({ refund_line_items: [backLine], transactions: [] }) },
    [11000, 4000, 10000],
  ],
  [
    'articles that came back without money',
    'orders/updated',
    refunded({
      refund_line_items: [backLine],
      order_adjustments: [{ kind: 'refund_discrepancy', amount: '48.00', tax_amount: '0.00' }],
      transactions: [],
    }),
    [11000, 0, 10000],
  ],
  [
    'a refund that failed',
    'orders/updated',
    refunded({
      refund_line_items: [backLine],
      transactions: [{ kind: 'refund', status: 'failure', amount: '48.00', currency: 'EUR' }],
    }),
    [11000, 0, 10000],
  ],
]
