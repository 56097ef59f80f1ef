// Writing in the live view: drafts are kept, the person is told that somebody types, and `/` offers canned answers
// and articles. live.js sends what is written.
(() => {
  'use strict';
  const { one } = window.helplet;
  const view = one('[data-live-view]');

  /** How often typing is told, and how long a word is waited for, in milliseconds. */
  const TYPING = 2000;
  const PAUSE = 150;

  const numberOf = (element) => element.closest('[data-number]').dataset.number;
  const csrf = () => one('input[name=csrf]').value;

  /** Asks for a part of a page; nothing where it isn't there. */
  function ask(path) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open('GET', path);
      request.responseType = 'document';
      request.onload = () => {
        // The session is over: the page leads to where one signs in.
        if (request.status === 401) location.reload();
        // An empty answer, of a conversation that is in no list any more, is no document to Firefox.
        done(request.status === 200 ? (request.response ?? document.implementation.createHTMLDocument()) : null);
      };
      request.onerror = () => done(null);
      request.send();
    });
  }

  /** Sends a form's fields; nothing where the network fails. */
  function post(path, fields) {
    const body = new URLSearchParams({ csrf: csrf(), live: 'script', ...fields });
    return fetch(path, { method: 'POST', body, redirect: 'manual' }).catch(() => null);
  }

  // Drafts stay in this tab until they are sent, and are those of the ticket's page.
  const draftKey = (form) => `helplet:draft:${numberOf(form)}:${form.dataset.compose}`;
  function keep(form) {
    const { value } = one('textarea', form);
    if (value) sessionStorage.setItem(draftKey(form), value);
    else sessionStorage.removeItem(draftKey(form));
  }

  let typed = 0;
  view.addEventListener('input', (event) => {
    const form = event.target.closest('[data-compose]');
    if (!form || event.target.localName !== 'textarea') return;
    keep(form);
    if (form.dataset.compose !== 'reply') return;
    hint(event.target);
    if (event.target.value && Date.now() - typed > TYPING) {
      typed = Date.now();
      post(`/desk/tickets/${numberOf(form)}/typing`, {});
    }
  });

  // What `/` at the start of a word offers.
  const slash = (text) => /(?:^|\s)\/(\S*)$/.exec(text.value.slice(0, text.selectionStart));
  const listOf = (text) => document.getElementById(text.getAttribute('aria-controls'));
  let asked = 0;
  let waiting = 0;
  function hint(text) {
    const found = slash(text);
    asked += 1;
    clearTimeout(waiting);
    if (!found) return closeHints(text);
    const turn = asked;
    waiting = setTimeout(async () => {
      const query = new URLSearchParams({ lang: text.dataset.lang, q: found[1] });
      const answer = await ask(`/desk/live/hints?${query}`);
      // What was typed since then asks again.
      if (answer && turn === asked && document.activeElement === text) showHints(text, one('ul', answer));
    }, PAUSE);
  }

  function showHints(text, fresh) {
    const list = listOf(text);
    const entries = [...document.importNode(fresh, true).children];
    list.lang = fresh.lang;
    list.replaceChildren(...entries);
    entries.forEach((entry, at) => (entry.id = `${list.id}-${at}`));
    list.hidden = !entries.length;
    const count = one('[data-hint-count]', text.form);
    count.textContent = entries.length ? list.dataset.hints.replace(/\{.*\}/, entries.length) : '';
    if (entries.length) choose(text, 0);
    else text.removeAttribute('aria-activedescendant');
  }

  function closeHints(text) {
    asked += 1;
    listOf(text).hidden = true;
    listOf(text).replaceChildren();
    one('[data-hint-count]', text.form).textContent = '';
    text.removeAttribute('aria-activedescendant');
  }

  function choose(text, at) {
    const entries = [...listOf(text).children];
    const chosen = entries.at(at % entries.length);
    for (const entry of entries) entry.setAttribute('aria-selected', String(entry === chosen));
    text.setAttribute('aria-activedescendant', chosen.id);
    chosen.scrollIntoView({ block: 'nearest' });
  }

  function takeHint(text, entry) {
    const found = slash(text);
    const from = found ? text.selectionStart - found[1].length - 1 : text.selectionStart;
    text.setRangeText(entry.dataset.text, from, text.selectionStart, 'end');
    keep(text.form);
    closeHints(text);
  }

  function hintKey(event, text) {
    const list = listOf(text);
    if (list.hidden) return false;
    const entries = [...list.children];
    const at = entries.findIndex((entry) => entry.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown') choose(text, at + 1);
    else if (event.key === 'ArrowUp') choose(text, at - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') takeHint(text, entries[at]);
    else if (event.key === 'Escape') closeHints(text);
    else return false;
    return true;
  }

  view.addEventListener('mousedown', (event) => {
    // The text keeps the focus.
    if (event.target.closest('.hints')) event.preventDefault();
  });
  view.addEventListener('click', (event) => {
    const entry = event.target.closest('.hints > li');
    const insert = event.target.closest('[data-insert]');
    if (entry) takeHint(one('textarea', entry.closest('form')), entry);
    if (!insert) return;
    const text = one('.compose textarea', insert.closest('section.chat'));
    text.value = `${text.value.trimEnd()}${text.value.trim() ? '\n' : ''}${insert.dataset.insert}`;
    keep(text.form);
    text.focus();
  });
  view.addEventListener('focusout', (event) => {
    if (event.target.matches('.compose textarea')) closeHints(event.target);
  });

  Object.assign(window.helplet, { numberOf, ask, post, draftKey, keep, hintKey });
})();
