// An example of a service worker for push messages: serve it from the shop's own origin, subscribe with the key of
// GET /v1/onsite/push-key, and hand the subscription to POST /v1/onsite/push with the shop's signed token.
self.addEventListener('push', (event) => {
  const { id, title, body, locale } = event.data?.json() ?? {}
  if (title === undefined) return
  event.waitUntil(self.registration.showNotification(title, { body, lang: locale, tag: id }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow('/'))
})
