// A press counts once: a page of the centre works for one step, so a second press while the first is on its way is dropped.
addEventListener('submit', ({ target, defaultPrevented }) => {
  if (defaultPrevented) return
  if (target.dataset.pressed) return
  target.dataset.pressed = 'yes'
})
addEventListener(
  'submit',
  (event) => {
    if (event.target.dataset.pressed) event.preventDefault()
  },
  true,
)
// Coming back by the browser's own button shows the page as it was, with its presses forgotten.
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.pressed
})
