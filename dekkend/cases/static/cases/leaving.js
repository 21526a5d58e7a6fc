// Typed and not sent: the browser asks before the page is left. Nothing is kept on the device, for it is about a child.
(() => {
  const unsent = new Set(document.querySelectorAll('form[data-unsent]'))
  for (const wrong of document.querySelectorAll('form [aria-invalid=true]')) unsent.add(wrong.form)

  document.addEventListener('input', ({ target }) => {
    if (target.form && target.form.method === 'post') unsent.add(target.form)
  })
  document.addEventListener('submit', ({ target }) => unsent.delete(target))
  window.addEventListener('beforeunload', (event) => {
    if (unsent.size) event.preventDefault()
  })
})()
