/** Messages between the widget and the application whose web view it runs in: docs/WEBVIEW.md. */

/** The version of these messages; one of another version is refused. */
export type Version = 1;

/** A file, its bytes in base64. */
export interface BridgeFile {
  name: string;
  /** Its media type, such as `image/png`. */
  type: string;
  data: string;
}

/** What an application can do for the widget. */
export type Feature = "files" | "screenshot";

/** What the application says. */
export type ToWidget = { helplet: Version } & (
  | { type: "hello"; features: Feature[] }
  | { type: "identify"; token: string }
  | { type: "update"; person: { tier?: string; edition?: string; platform?: string; region?: string } }
  | { type: "environment"; facts: Record<string, string> }
  | { type: "set-theme"; theme: "auto" | "light" | "dark" }
  | { type: "set-locale"; locale: string }
  | { type: "navigate"; path: string }
  | { type: "open" }
  | { type: "close" }
  | { type: "shutdown"; discard?: boolean }
  /** The answer to `pick-files` or `capture-screen`; no files where the person gave up. */
  | { type: "files"; id: number; files: BridgeFile[] }
);

/** What the application hears. */
export type FromWidget = { helplet: Version } & (
  | { type: "hello"; version: Version }
  | { type: "ready"; locale: string }
  | { type: "open" }
  | { type: "close" }
  | { type: "error"; what: string; message: string }
  | { type: "unread-count"; count: number }
  | { type: "ticket-created"; number: string }
  | { type: "message-received"; number: string }
  | { type: "token-needed"; detail: string }
  | { type: "open-link"; url: string }
  | { type: "pick-files"; id: number; accept: string; multiple: boolean }
  | { type: "capture-screen"; id: number }
  /** A message of the application that was not understood. */
  | { type: "refused"; reason: string; of: string }
);
