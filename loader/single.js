/* What the build in one file has instead of a network: its own files. Stands before the loader, whose
   `fetch` and `import` lead here (see `single` in ./x). */
const single = (() => {
  // `helplet dist` puts name, type and the gzip of each file here, in base64.
  const files = HELPLET_ASSETS;

  const open = ([type, text]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(inflated, { headers: { "content-type": type } });
  };

  const part = Object.keys(files).find((name) => name.endsWith(".later.wasm"));
  return {
    // Where the glue would be, had it a file of its own.
    url: part.replace("later.wasm", "js#"),
    fetch: async (what, ...more) => {
      const file = files[String(what.url || what).split("/").pop()];
      return file ? open(file) : fetch(what, ...more);
    },
    // The glue anew each time: after a failure, the wasm of the time before is of no use.
    import: async (address) => (/later\.js/.test(address) ? later : glue()),
    // A page made from a text has no address; then nothing relative can be meant.
    base: (script) => {
      const address = script.src || document.baseURI;
      return address.startsWith("about:") ? "https://localhost/" : address;
    },
  };
})();
