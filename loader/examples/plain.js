// Calls may be made before helplet.js has come: they wait in this queue.
window.Helplet =
  window.Helplet ||
  function () {
    (window.Helplet.q = window.Helplet.q || []).push(arguments);
  };

document.getElementById("password").addEventListener("click", () => window.Helplet("showArticle", "forgot-password"));
