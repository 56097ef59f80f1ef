const read = async (url, headers, signal, hear) => {
  const answer = await fetch(url, { headers, signal });
  if (!answer.ok) return;
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  for (let step; !(step = await reader.read()).done; ) {
    // A character may be cut in two by a piece's end.
    hear(decoder.decode(step.value, { stream: true }));
  }
};

/* Reads an answer while it comes; `hear` hears the text piece by piece. What is returned breaks it off by
   `abort`; its promise `ended` is never rejected. */
export const stream = (url, headers, hear) => {
  const way = new AbortController();
  way.ended = read(url, headers, way.signal, hear).catch(() => {});
  return way;
};

export const abort = (way) => way.abort();
