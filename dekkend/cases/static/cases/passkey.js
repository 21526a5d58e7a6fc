// A passkey needs script: its forms are hidden without, and say in words when it did not work.
(() => {
  if (!window.PublicKeyCredential || !window.webauthnJSON) return

  const show = (form, what, words) => {
    const said = form.querySelector(`[data-passkey-${what}]`)
    if (words) said.textContent = words
    said.hidden = false
  }

  const ask = async (form) => {
    const reply = await fetch(form.action, { method: 'POST', body: new FormData(form) })
    const asked = await reply.json()
    if (!reply.ok) throw Object.assign(new Error(asked.error), { words: asked.error })
    return window.webauthnJSON[form.dataset.passkey](asked)
  }

  const answer = (form, credential) => {
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: 'credential', value: JSON.stringify(credential) })
    form.append(field)
    form.submit()
  }

  for (const form of document.querySelectorAll('[data-passkey]')) {
    const button = form.querySelector('button')
    form.hidden = false
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      if (button.getAttribute('aria-disabled')) return
      for (const said of form.querySelectorAll('[role=alert]')) said.hidden = true
      button.setAttribute('aria-disabled', 'true')
      try {
        answer(form, await ask(form))
      } catch (fault) {
        const isKnown = fault.name === 'InvalidStateError' && form.dataset.passkey === 'create'
        show(form, isKnown ? 'known' : 'error', fault.words)
        button.removeAttribute('aria-disabled')
      }
    })
  }
  for (const said of document.querySelectorAll('[data-passkey-cannot]')) said.hidden = true
})()
