// What the console's pages gain by a script: live updates, kept drafts, times of one's own zone, keys.
// Every page works without it.
(() => {
  'use strict';
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const thread = one('.thread');
  document.documentElement.dataset.script = '';

  // The reader's zone, in minutes east of Greenwich: days of the figures begin at their midnight.
  const zone = -new Date().getTimezoneOffset();
  document.cookie = `helplet_zone=${zone}; path=/desk; max-age=31536000; samesite=strict`;

  // The address of this page, also where it is the answer to a form.
  const here = thread ? `/desk/tickets/${thread.dataset.number}` : location.pathname + location.search;
  if (thread) history.replaceState(null, '', here);

  // Times in the reader's own zone and language.
  const short = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' });
  const long = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'long' });
  function localise(from) {
    for (const time of all('time[datetime]', from)) {
      const at = new Date(time.dateTime);
      const isToday = time.closest('[data-talk]') && at.toDateString() === new Date().toDateString();
      time.textContent = (isToday ? clock : short).format(at);
      time.title = long.format(at);
    }
  }

  // Drafts stay in this tab until they are sent.
  const done = one('[data-done]')?.dataset.done;
  for (const form of all('form[data-draft]')) {
    const text = one('textarea', form);
    const key = `helplet:draft:${thread.dataset.number}:${form.dataset.draft}`;
    if (done === form.dataset.draft) sessionStorage.removeItem(key);
    if (!text.value && sessionStorage.getItem(key)) {
      text.value = sessionStorage.getItem(key);
      const box = text.closest('details');
      if (box) box.open = true;
    }
    const keep = () => (text.value ? sessionStorage.setItem(key, text.value) : sessionStorage.removeItem(key));
    keep();
    text.addEventListener('input', keep);
  }
  one('form[data-sign-out]')?.addEventListener('submit', () => sessionStorage.clear());

  // The way back is to the queue as it was left.
  const queue = 'helplet:queue';
  if (one('ul.queue, .filters')) sessionStorage.setItem(queue, location.pathname + location.search);
  const back = one('a[data-back]');
  if (back && sessionStorage.getItem(queue)) back.href = sessionStorage.getItem(queue);

  // A canned answer goes where the caret is.
  one('form[data-canned]')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = one('#reply');
    const chosen = one('select', event.target).selectedOptions[0];
    text.setRangeText(chosen.dataset.text, text.selectionStart, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input'));
    text.focus();
  });

  // A pasted picture goes with the files that were chosen.
  document.addEventListener('paste', (event) => {
    const chosen = event.target.form && one('input[type=file]', event.target.form);
    const pasted = event.clipboardData.files;
    if (!chosen || !pasted.length) return;
    event.preventDefault();
    const files = new DataTransfer();
    for (const file of [...chosen.files, ...pasted]) files.items.add(file);
    chosen.files = files.files;
  });

  // A picture in full size, over the page.
  const dialog = one('dialog.picture');
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-picture]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    one('img', dialog)?.remove();
    const picture = document.createElement('img');
    picture.src = link.href;
    picture.alt = link.dataset.picture;
    dialog.append(picture);
    dialog.showModal();
  });

  // Two short notes, where the agent has switched them on. A browser that has not been touched yet keeps them to
  // itself.
  let speaker = null;
  function ring() {
    if (localStorage.getItem('helplet:sound') !== 'on') return;
    speaker ??= new AudioContext();
    speaker.resume();
    [660, 880].forEach((pitch, at) => {
      const note = speaker.createOscillator();
      const level = speaker.createGain();
      const begin = speaker.currentTime + at * 0.16;
      note.frequency.value = pitch;
      level.gain.setValueAtTime(0.15, begin);
      level.gain.exponentialRampToValueAtTime(0.001, begin + 0.15);
      note.connect(level).connect(speaker.destination);
      note.start(begin);
      note.stop(begin + 0.16);
    });
  }

  const { title } = document;

  // Live updates: an event says which ticket has changed, and the parts of this page are asked for again.
  const regions = () => all('[data-live]');
  const shown = new Map(regions().map((region) => [region.dataset.live, region.cloneNode(true)]));
  // The live view does it itself, once it knows what the desk has drawn.
  const live = one('[data-live-view]');
  if (!live) localise(document);

  function replace(region, fresh) {
    const name = region.dataset.live;
    if (shown.get(name)?.isEqualNode(fresh)) return;
    const focused = region.contains(document.activeElement) ? document.activeElement : null;
    // Whoever is about to choose something is not disturbed; the next change brings it.
    if (focused && focused.localName !== 'a') return;
    shown.set(name, fresh.cloneNode(true));
    if (name === 'messages' && fresh.dataset.count > region.dataset.count) news(fresh.dataset.count);
    region.replaceWith(fresh);
    localise(fresh);
    if (focused) all('a', fresh).find((link) => link.href === focused.href)?.focus();
  }

  // A new message: what has been begun is checked against it before it is sent, see `seen`.
  function news(count) {
    const notice = one('.newer');
    notice.textContent = notice.dataset.newer;
    if (all('form[data-draft] textarea').some((text) => text.value)) return;
    for (const seen of all('form[data-draft] input[name=seen]')) seen.value = count;
  }

  function refresh() {
    const request = new XMLHttpRequest();
    request.open('GET', here);
    request.responseType = 'document';
    request.onload = () => {
      if (request.status !== 200) return;
      for (const region of regions()) {
        const fresh = one(`[data-live="${region.dataset.live}"]`, request.response);
        if (fresh) replace(region, document.importNode(fresh, true));
      }
    };
    request.send();
  }

  // Many changes at once are one refresh.
  let planned = 0;
  function plan() {
    if (!regions().length) return;
    planned ||= setTimeout(() => {
      planned = 0;
      if (document.visibilityState === 'visible') refresh();
    }, 300);
  }

  // Hears the desk's events. `missed` is called where some may have been missed: also between the making of the page
  // and the first of them.
  function listen(address, missed, heard) {
    const lost = one('.live-lost');
    const connect = () => {
      const events = new EventSource(address);
      events.onopen = () => {
        lost.textContent = '';
        document.documentElement.dataset.connected = '';
        missed();
      };
      for (const [name, hear] of Object.entries(heard)) events.addEventListener(name, hear);
      events.onerror = () => {
        lost.textContent = lost.dataset.liveLost;
        delete document.documentElement.dataset.connected;
        // The browser tries again by itself, unless it was refused.
        if (events.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
      };
      addEventListener('pagehide', () => events.close());
    };
    connect();
    addEventListener('pageshow', (event) => event.persisted && location.reload());
  }

  if (one('.live-lost') && !live) {
    let offered = 0;
    listen('/desk/events', plan, {
      change: (event) => {
        if (!thread || !event.data || event.data === thread.dataset.number) plan();
      },
      // So many people wait for this agent, who is not at the live view.
      offer: ({ data }) => {
        one('[data-offer]').hidden = data === '0';
        document.title = data === '0' ? title : `(${data}) ${title}`;
        if (+data > offered) ring();
        offered = +data;
      },
    });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && plan());
    // Waiting times go on without anything happening.
    setInterval(plan, 60000);
  }

  // Keys, unless they are turned off.
  const setting = 'helplet:keys';
  const toggle = one('[data-keys]');
  if (toggle) {
    toggle.checked = localStorage.getItem(setting) !== 'off';
    toggle.addEventListener('change', () => localStorage.setItem(setting, toggle.checked ? 'on' : 'off'));
  }

  function move(step) {
    const links = all('a.ticket');
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
    links[next]?.focus();
  }

  function write(selector) {
    const text = one(selector);
    if (!text) return;
    const box = text.closest('details');
    if (box) box.open = true;
    text.focus();
  }

  window.helplet = { one, all, localise, keysAreOn: () => !!toggle?.checked, ring, listen };

  const keys = live ? {} : {
    '/': () => one('[data-search]')?.focus(),
    j: () => move(1),
    k: () => move(-1),
    r: () => write('#reply'),
    n: () => write('#note'),
    u: () => back?.click(),
  };
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest('input, textarea, select');
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && field?.localName === 'textarea') {
      field.form.requestSubmit();
      return;
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!plain || field || !toggle?.checked || dialog?.open || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
