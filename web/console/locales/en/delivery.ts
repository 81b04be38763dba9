// English words about messages, connections, imports and webhooks.
export const delivery = {
  title: 'Deliveries',
}
