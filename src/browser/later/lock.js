/* A promise that is `held` until it is `release`d. */
export const hold = () => {
  let release;
  const held = new Promise((done) => (release = done));
  return { held, release };
};

/* The browser's lock, held from when it is `got` until the promise `held` ends. Resolves after that. */
export const lock = async (name, got, held) =>
  navigator.locks.request(name, () => {
    got();
    return held;
  });
