// The QR of a letter has the code behind #, which no browser sends. Put it in its field and out of the address.
const field = document.getElementById("id_code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && !field.value && /^[A-Z2-9-]{16,19}$/i.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
