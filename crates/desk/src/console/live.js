// What the live view gains by a script: only the conversation that has changed is asked for, as many are open as
// fit, and whoever waits is heard. What is written is compose.js's.
(() => {
  'use strict';
  const { one, all, localise, keysAreOn, numberOf, ask, post, draftKey, keep, hintKey, ring, listen } = window.helplet;
  const view = one('[data-live-view]');
  const columns = one('[data-columns]');
  const here = one('[data-presence] [name=here]');

  /** Narrowest column, in CSS pixels. */
  const NARROWEST = 340;
  /** More changes at once than this, and the list is asked for as a whole. */
  const FEW = 8;
  /** How long changes are gathered, in milliseconds. */
  const GATHER = 150;
  /** How long typing is shown, in milliseconds. */
  const TYPING_SHOWN = 6000;

  const rowOf = (number) => one(`li[data-number="${number}"]`, one('[data-list]'));
  const columnOf = (number) => one(`section.chat[data-number="${number}"]`, columns);
  const place = (number) => `/desk/live/chats/${number}`;

  // Times that go on, by the desk's clock.
  const ahead = view.dataset.now - Date.now();
  function tick() {
    for (const timer of all('[data-since]', view)) {
      const seconds = Math.max(0, Math.floor((Date.now() + ahead - timer.dataset.since) / 1000));
      const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
      const hours = Math.floor(seconds / 3600);
      const shown = hours ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
      if (timer.textContent !== shown) timer.textContent = shown;
    }
  }

  // As the desk drew it, before times were put into the reader's zone: what has not changed is not touched.
  const drawn = new WeakMap();
  function settle(element) {
    drawn.set(element, element.cloneNode(true));
    localise(element);
    return element;
  }
  const isSame = (old, fresh) => drawn.get(old)?.isEqualNode(fresh);

  // The list.
  function placeRow(number, fresh) {
    const old = rowOf(number);
    if (old && fresh && isSame(old, fresh)) return;
    const focused = old?.contains(document.activeElement) ? document.activeElement.localName : '';
    old?.remove();
    if (!fresh) return;
    const row = document.importNode(fresh, true);
    const rows = one(`[data-group="${row.dataset.group}"] ul`, one('[data-list]'));
    rows.insertBefore(row, [...rows.children].find((other) => other.dataset.order > row.dataset.order) ?? null);
    settle(row);
    if (focused) (one(focused, row) ?? one('a', row)).focus();
  }

  function replaceList(fresh) {
    const wanted = new Map(all('li[data-number]', fresh).map((row) => [row.dataset.number, row]));
    for (const row of all('li[data-number]', one('[data-list]'))) {
      if (!wanted.has(row.dataset.number)) row.remove();
    }
    for (const [number, row] of wanted) placeRow(number, row);
  }

  // The columns.
  function bottom(talk) {
    talk.scrollTop = talk.scrollHeight;
  }

  // Whoever reads the end goes on reading it, whatever becomes of the room for it.
  const atEnd = new WeakMap();
  const room = new ResizeObserver((entries) => {
    for (const { target } of entries) if (atEnd.get(target)) bottom(target);
  });
  function follow(talk) {
    talk.addEventListener('scroll', () => atEnd.set(talk, talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40));
    atEnd.set(talk, true);
    bottom(talk);
    room.observe(talk);
  }

  function prepare(column) {
    for (const part of all('[data-part], .messages > li', column)) settle(part);
    for (const form of all('[data-compose]', column)) {
      const text = one('textarea', form);
      text.value = sessionStorage.getItem(draftKey(form)) ?? '';
      if (text.value) form.closest('details')?.setAttribute('open', '');
    }
    follow(one('[data-talk]', column));
  }

  function replacePart(name, column, fresh) {
    const old = one(`[data-part="${name}"]`, column);
    const part = one(`[data-part="${name}"]`, fresh);
    if (isSame(old, part)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    // What is being filled in stays, as long as it still makes sense.
    if (name === 'write' && column.dataset.group === fresh.dataset.group) return;
    const next = document.importNode(part, true);
    if (old.open) next.open = true;
    old.replaceWith(next);
    settle(next);
    if (name === 'write') {
      for (const form of all('[data-compose]', next)) {
        one('textarea', form).value = sessionStorage.getItem(draftKey(form)) ?? '';
      }
    }
    if (focused) (one(focused.localName, next) ?? column).focus();
  }

  function replaceColumn(column, fresh) {
    const talk = one('[data-talk]', column);
    const isAtEnd = atEnd.get(talk);
    for (const name of ['head', 'about', 'suggested', 'write']) replacePart(name, column, fresh);
    // Messages that are there stay, so that only new ones are read aloud.
    const messages = one('.messages', column);
    for (const message of all('.messages > li', fresh)) {
      const old = document.getElementById(message.id);
      if (old && isSame(old, message)) continue;
      const next = document.importNode(message, true);
      if (old) old.replaceWith(next);
      else messages.append(next);
      settle(next);
      if (!old && next.classList.contains('person')) quiet(column);
    }
    if (isAtEnd) bottom(talk);
    for (const name of ['count', 'seen', 'group']) column.dataset[name] = fresh.dataset[name];
    for (const seen of all('input[name=seen]', column)) seen.value = fresh.dataset.count;
  }

  /** One conversation, as it is now. */
  async function refresh(number, wish = '') {
    const open = columnOf(number) || wish;
    const fresh = await ask(place(number) + (open ? '?column=1' : ''));
    if (!fresh) return;
    placeRow(number, one('li[data-number]', fresh));
    const part = one('section.chat', fresh);
    const column = columnOf(number);
    if (part && column) replaceColumn(column, part);
    else if (part && wish) {
      const next = document.importNode(part, true);
      columns.insertBefore(next, one('.no-column', columns));
      prepare(next);
      fit(number);
    }
    after();
  }

  // Which columns are open: those used last, as many as fit.
  const used = new Map();
  let uses = 0;
  function use(number) {
    used.set(number, (uses += 1));
  }

  function fit(keep) {
    const most = Math.max(1, Math.floor(columns.clientWidth / NARROWEST));
    const open = all('section.chat', columns).map((column) => column.dataset.number);
    const least = open.filter((number) => number !== keep).sort((a, b) => (used.get(a) ?? 0) - (used.get(b) ?? 0));
    for (const number of least.slice(0, Math.max(0, open.length - most))) columnOf(number).remove();
    remember();
  }

  function remember() {
    const open = all('section.chat', columns).map((column) => column.dataset.number);
    history.replaceState(null, '', `/desk/live${open.length ? `?open=${open.join(',')}` : ''}`);
    for (const link of all('[data-open]', view)) {
      if (open.includes(numberOf(link))) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  async function openColumn(number) {
    use(number);
    if (!columnOf(number)) await refresh(number, 'open');
    const column = columnOf(number);
    column?.scrollIntoView({ block: 'nearest' });
    (one('.compose textarea', column ?? view) ?? column)?.focus();
  }

  function closeColumn(column) {
    const next = column.nextElementSibling?.matches('section') ? column.nextElementSibling : column.previousElementSibling;
    column.remove();
    remember();
    (next?.matches('section') ? next : one('[data-open]', view))?.focus();
  }

  // Who is to be noticed: in the title, and by a sound.
  const title = document.title;
  let noticed = new Set();
  function attention() {
    const away = document.visibilityState !== 'visible';
    const rows = all('li[data-number]', one('[data-list]'));
    const calling = rows.filter((row) => row.dataset.group === 'offered' || (row.dataset.group === 'waiting' && !('offered' in row.dataset)));
    const said = rows.filter((row) => row.dataset.group === 'mine' && 'unread' in row.dataset);
    const now = new Set();
    if (here?.checked) for (const row of calling) now.add(`${row.dataset.number} ${row.dataset.group}`);
    if (away) for (const row of said) now.add(`${row.dataset.number} ${row.dataset.updated}`);
    const count = new Set([...now].map((key) => key.split(' ')[0])).size;
    document.title = count ? `(${count}) ${title}` : title;
    if ([...now].some((key) => !noticed.has(key))) ring();
    noticed = now;
  }

  const sound = one('[data-sound]');
  sound.checked = localStorage.getItem('helplet:sound') === 'on';
  sound.addEventListener('change', () => {
    localStorage.setItem('helplet:sound', sound.checked ? 'on' : 'off');
    ring();
  });

  // What an agent has before their eyes is seen.
  const marked = new Map();
  function markSeen() {
    if (document.visibilityState !== 'visible') return;
    for (const column of all('section.chat[data-group=mine]', columns)) {
      const { number, count, seen } = column.dataset;
      if (+seen >= +count || +(marked.get(number) ?? 0) >= +count) continue;
      marked.set(number, count);
      post(`/desk/tickets/${number}/seen`, { count });
    }
  }

  function after() {
    for (const group of all('[data-group]', one('[data-list]')).filter((it) => it.localName === 'section')) {
      one('.count', group).textContent = all('li', group).length;
    }
    tick();
    remember();
    attention();
    markSeen();
  }

  // Changes, gathered for a moment.
  const changed = new Set();
  let missed = false;
  let planned = 0;
  function plan(number) {
    if (number) changed.add(number);
    else missed = true;
    planned ||= setTimeout(work, GATHER);
  }

  async function work() {
    const numbers = [...changed];
    const whole = missed || numbers.length > FEW;
    const everything = missed;
    changed.clear();
    missed = false;
    planned = 0;
    if (!whole) {
      for (const number of numbers) await refresh(number);
      return;
    }
    const fresh = await ask('/desk/live/list');
    if (fresh) replaceList(fresh);
    for (const column of all('section.chat', columns)) {
      if (everything || numbers.includes(column.dataset.number)) await refresh(column.dataset.number);
    }
    after();
  }

  const timers = new WeakMap();
  function writes(column) {
    one('[data-typing]', column).textContent = view.dataset.typing;
    clearTimeout(timers.get(column));
    timers.set(column, setTimeout(() => quiet(column), TYPING_SHOWN));
  }
  function quiet(column) {
    one('[data-typing]', column).textContent = '';
  }

  // Forms are sent without leaving the page.
  function say(fault, text) {
    fault.textContent = text;
    fault.hidden = !text;
  }

  async function send(form) {
    if (form.dataset.busy) {
      form.dataset.again = '1';
      return;
    }
    form.dataset.busy = '1';
    const fault = one('[data-fault]', form) ?? one('[data-fault]', view);
    // The row or the column may be drawn anew before the answer is there.
    const number = form.closest('[data-number]')?.dataset.number;
    const data = new FormData(form);
    data.set('live', 'script');
    const written = data.get('body');
    const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
    // Whoever says that they are there and goes on to another page at once is there.
    const keepalive = 'presence' in form.dataset;
    const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual', keepalive }).catch(() => null);
    const done = !!answer?.ok;
    // A redirection leads to where one signs in.
    if (answer?.type === 'opaqueredirect') location.reload();
    const isPlain = answer?.headers.get('content-type')?.startsWith('text/plain');
    say(fault, done ? '' : (isPlain && (await answer.text())) || view.dataset.lost);
    if (form.dataset.compose && done) empty(form, written);
    if (number) await stepped(form, number, done);
    delete form.dataset.busy;
    if (form.dataset.again && done) form.requestSubmit();
    delete form.dataset.again;
    if (form.hasAttribute('data-presence')) attention();
  }

  async function stepped(form, number, done) {
    const step = form.dataset.step;
    if (step === 'take' && done) return openColumn(number).then(() => refresh(number)).then(() => write(columnOf(number), 'reply'));
    await refresh(number);
    const column = columnOf(number);
    if (step === 'transfer' && done && column) closeColumn(column);
    else if (step === 'end' && done) column?.focus();
  }

  /** Takes what was sent out of the text; what was typed meanwhile stays. */
  function empty(form, written) {
    const text = one('textarea', form);
    if (text.value.startsWith(written)) text.value = text.value.slice(written.length).trimStart();
    const files = one('input[type=file]', form);
    if (files) files.value = '';
    keep(form);
    if (form.dataset.compose === 'note' && !text.value) {
      form.closest('section.chat').focus();
      form.closest('details').open = false;
    }
  }

  view.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-compose], [data-step], [data-presence]')) return;
    event.preventDefault();
    const text = one('textarea', event.target);
    const files = one('input[type=file]', event.target);
    if (text && !text.value.trim() && !files?.files.length) return;
    send(event.target);
  });
  one('[data-presence]').addEventListener('change', (event) => event.target.form.requestSubmit());

  // The pointer.
  view.addEventListener('click', (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const link = event.target.closest('[data-open]');
    const close = event.target.closest('[data-close]');
    if (link && plain) {
      event.preventDefault();
      openColumn(numberOf(link));
    } else if (close && plain) {
      event.preventDefault();
      closeColumn(close.closest('section.chat'));
    }
  });
  view.addEventListener('focusin', (event) => {
    const column = event.target.closest('section.chat');
    if (column) use(column.dataset.number);
  });
  // Keys.
  const current = () => document.activeElement.closest('section.chat') ?? one('section.chat', columns);

  function move(step) {
    const isColumn = !!document.activeElement.closest('section.chat');
    const open = document.activeElement.closest('[data-list]') ? [] : all('section.chat', columns);
    const stops = open.length ? open : all('[data-open]', view);
    const at = stops.indexOf(isColumn ? current() : document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : (at + step + stops.length) % stops.length;
    stops[next]?.focus();
    stops[next]?.scrollIntoView({ block: 'nearest' });
  }

  function write(column, what) {
    const box = column && one(`[data-step-box="${what}"]`, column);
    if (box) box.open = true;
    (what === 'reply' ? column && one('.compose textarea', column) : box && one('textarea, select', box))?.focus();
  }

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    t: () => one('[data-group=offered] [data-step=take], [data-group=waiting] [data-step=take]', one('[data-list]'))?.requestSubmit(),
    r: () => write(current(), 'reply'),
    n: () => write(current(), 'note'),
    x: () => write(current(), 'transfer'),
    e: () => write(current(), 'end'),
    c: () => current() && closeColumn(current()),
    '/': () => {
      const text = current() && one('.compose textarea', current());
      if (!text) return;
      text.focus();
      text.setRangeText(/\S$/.test(text.value) ? ' /' : '/', text.value.length, text.value.length, 'end');
      text.dispatchEvent(new Event('input', { bubbles: true }));
    },
  };
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest('input, textarea, select');
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!plain) return;
    const isReply = field?.matches('.compose textarea');
    if (isReply && hintKey(event, field)) event.preventDefault();
    else if (isReply && event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      field.form.requestSubmit();
    } else if (event.key === 'Escape' && field?.closest('section.chat')) {
      field.closest('section.chat').focus();
    } else if (!field && keysAreOn() && keys[event.key] && !one('dialog[open]')) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  for (const row of all('li[data-number]', view)) settle(row);
  for (const column of all('section.chat', columns)) {
    prepare(column);
    use(column.dataset.number);
  }
  fit();
  after();
  setInterval(tick, 1000);
  listen('/desk/events?live=1', plan, {
    change: (event) => plan(event.data),
    typing: (event) => {
      const { number, author } = JSON.parse(event.data);
      const column = author === 'visitor' && columnOf(number);
      if (column) writes(column);
    },
  });
  document.addEventListener('visibilitychange', () => {
    attention();
    markSeen();
  });
  addEventListener('resize', () => fit(current()?.dataset.number));
})();
