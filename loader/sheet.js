// The panel on a phone: clear of the on-screen keyboard, and closed by the browser's way back.

/* Where the panel is a sheet over the whole page, as style/panel.css has it. */
const SHEET = "(max-width: 520px), (max-height: 480px) and (pointer: coarse)";

/* Keeps what is in the panel within the part of the page that is seen; a keyboard covers the rest. */
export const keepSeen = (panel, signal) => {
  const view = window.visualViewport;
  const fit = () => {
    const place = panel.getBoundingClientRect();
    const top = Math.max(view.offsetTop - place.top, 0);
    const height = Math.min(view.offsetTop + view.height, place.bottom) - place.top - top;
    // Zoomed in, one looks at a part of one's own choice.
    const covered = view.scale == 1 && height > 0 && height < place.height;
    panel.style.setProperty("--seen-top", covered ? top + "px" : "");
    panel.style.setProperty("--seen-height", covered ? height + "px" : "");
    if (covered) panel.getRootNode().activeElement?.scrollIntoView({ block: "nearest" });
  };
  for (const event of ["resize", "scroll"]) view?.addEventListener(event, fit, { signal });
};

/* While the panel is a sheet, each screen that one can go back from has an entry in the page's history: with the
   page's own address and state, and the screen's depth beside it. Closing the panel takes the entries back. */
export const wayBack = (panel, close, signal) => {
  const here = () => history.state?.helplet || 0;
  let count = here(); // Entries of ours; those of a page that was loaded anew are taken over.
  let going; // The way to another entry has been asked for and not been gone yet.

  const settle = () => {
    const open = !signal.aborted && !panel.hidden && matchMedia(SHEET).matches;
    const wanted = +((open && panel.firstElementChild?.dataset.depth) || 0);
    if (going || count == wanted) return;
    if (here() != count) count = wanted; // The page has gone on; its own entries are not to be taken back.
    else if (wanted < count) history.go(wanted - (going = count));
    else {
      try {
        for (; count < wanted; count++) history.pushState({ ...history.state, helplet: count + 1 }, "");
      } catch {} // Refused, as in some frames: then there is no way back here.
    }
  };
  const observer = new MutationObserver(settle);
  observer.observe(panel, { subtree: true, attributeFilter: ["hidden", "data-depth"] });
  const end = () => {
    observer.disconnect();
    settle();
  };
  signal.addEventListener("abort", end, { once: true });

  const gone = () => {
    const before = count;
    count = here();
    if (going || count > before) {
      going = 0;
      settle(); // Where one has gone forward to a screen that is closed, back again.
    } else if (count) {
      for (let at = count; at < before; at++) panel.querySelector(".back")?.click();
    } else if (before) close();
  };
  addEventListener("popstate", gone, { signal });
  settle();
};
