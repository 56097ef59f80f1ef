// Pictures, and canvases to draw on. Lengths are a canvas' own pixels.

/* A bitmap of a picture's bytes. */
export const bitmap = async (blob) => createImageBitmap(blob);

/* A canvas; null where the browser has none to give. */
export const canvas = (width, height) => {
  const made = Object.assign(document.createElement("canvas"), { width, height });
  return made.getContext("2d") && made;
};

const context = (canvas, values) => Object.assign(canvas.getContext("2d"), values);

/* Fills a rectangle. */
export const fill = (canvas, colour, left, top, width, height) =>
  context(canvas, { fillStyle: colour }).fillRect(left, top, width, height);

/* Draws a bitmap over the whole of it; what was there is gone, also behind transparent parts. Those are
   white where the picture is to be `opaque`: JPEG would make them black. */
export const show = (canvas, bitmap, opaque) => {
  const { width, height } = canvas;
  if (opaque) fill(canvas, "#fff", 0, 0, width, height);
  else context(canvas).clearRect(0, 0, width, height);
  context(canvas).drawImage(bitmap, 0, 0, width, height);
};

/* Draws a line through points: x and y in turn. */
export const stroke = (canvas, points, colour, width) => {
  const pen = context(canvas, { strokeStyle: colour, lineWidth: width, lineCap: "round", lineJoin: "round" });
  pen.beginPath();
  // The first one starts the path.
  for (let at = 0; at < points.length; at += 2) pen.lineTo(points[at], points[at + 1]);
  pen.stroke();
};

/* The bytes of what it shows; null where it can't be encoded. */
export const encode = (canvas, type, quality) =>
  new Promise((resolve) => canvas.toBlob(resolve, type, quality));

/* How the application round a web view takes a picture of the screen, where it does (docs/WEBVIEW.md). */
const application = () => document.querySelector("helplet-root")?.capture;

/* Whether a picture of the screen can be had: browsers give none on phones and outside secure contexts. */
export const offersScreen = () => !!(application() || navigator.mediaDevices?.getDisplayMedia);

/* Asks the person what to share. To be called while a click is handled, or browsers refuse. */
export const askScreen = async () => (application() || (() => navigator.mediaDevices.getDisplayMedia()))();

/* A bitmap of one frame of what is shared. The sharing ends with it, whatever comes of it. */
export const frame = async (shared) => {
  const stream = await shared;
  if (!stream || stream instanceof Blob) return createImageBitmap(stream);
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    return await createImageBitmap(video);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
};
