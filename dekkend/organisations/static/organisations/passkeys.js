// Passkeys need script: show what needs it, and say so in words when it does not work.
(() => {
  for (const part of document.querySelectorAll('.needs-script')) {
    part.hidden = !window.PublicKeyCredential
  }
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    const message = document.getElementById('passkey-error')
    if (message) message.hidden = false
  })
})()
