/* HTTP by XMLHttpRequest, the one interface that reports the progress of an upload. `headers` is an object,
   `kind` the type of the answer's body, `patience` the longest wait in seconds; `progress` hears the bytes
   of the body sent so far. Resolves to status, body and Retry-After; rejected where no answer came. */
export const request = (method, url, headers, body, kind, patience, progress) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.timeout = patience * 1000;
    xhr.responseType = kind;
    for (const name in headers) xhr.setRequestHeader(name, headers[name]);
    xhr.upload.onprogress = (event) => progress(event.loaded);
    xhr.onloadend = () => {
      const { status, response } = xhr;
      if (!status) reject();
      // Only refusals have it; asking for a header that another origin withholds is logged as an error.
      const after = status == 429 || status == 503 ? xhr.getResponseHeader("Retry-After") : null;
      resolve({ status, body: response, after });
    };
    xhr.send(body);
  });
