// Back to the list as a parent left it, with what they asked. Without script it is the whole list.
const came = document.referrer ? new URL(document.referrer) : location;
for (const link of document.querySelectorAll("[data-back]")) {
  if (came.origin === location.origin && came.pathname === link.pathname) link.href = came.href;
}
