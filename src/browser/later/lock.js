/* The browser's lock, held from when it is `got` until the promise `held` ends. Resolves after that. */
export const lock = async (name, got, held) =>
  navigator.locks.request(name, () => {
    got();
    return held;
  });
