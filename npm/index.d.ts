/** What a page decides: docs/EMBED.md, "Attributes of the script tag". */
export interface Options {
  /** Address of the folder that `./x dist` makes. */
  base: string;
  boot?: "auto" | "idle" | "interaction" | "manual";
  /** CSS selector of the element to place the panel in. */
  into?: string;
  mode?: "launcher" | "page";
  /** BCP 47 tag. */
  locale?: string;
  theme?: Theme;
  endpoint?: string;
  endpointKind?: "desk" | "webhook";
  endpointHeaders?: Record<string, string>;
  tier?: Person["tier"];
  edition?: Person["edition"];
  region?: Person["region"];
  platform?: Person["platform"];
  productVersion?: string;
  environment?: Environment;
  prefill?: Prefill;
  suggest?: string[];
  /** A path, as `navigate` takes it. */
  start?: string;
  feedback?: boolean;
  /** Whether over a narrow page the browser's way back closes a screen; it does unless this is false. */
  history?: boolean;
}

export type Theme = "auto" | "light" | "dark";

/** What is known of the person; what is left out stays as it was. */
export interface Person {
  tier?: "free" | "member" | "enterprise";
  edition?: "personal" | "enterprise";
  platform?: "windows" | "mac" | "linux" | "android" | "ios" | "web";
  region?: string;
}

/** Facts that go with a ticket, by name. */
export type Environment = Record<string, string | number>;

/** Text for the fields of a ticket form; what the person typed stays. */
export interface Prefill {
  type?: string;
  description?: string;
  /** `YYYY-MM-DDTHH:MM`. */
  occurred?: string;
  email?: string;
  phone?: string;
  /** The type's own fields, by id. */
  fields?: Record<string, string | number>;
}

/** The details of each event: docs/EMBED.md, "Events". */
export interface Events {
  open: null;
  close: null;
  ready: { locale: string };
  error: { what: "start" | "bundle" | "command" | "identify"; message?: string };
  search: { query: string; results: number };
  "article-viewed": { id: string };
  "article-rated": { id: string; helped: "yes" | "no" };
  "ticket-created": { number: string };
  "ticket-updated": { number: string; status: string };
  "message-received": { number: string };
  "unread-count": { count: number };
  identified: { name: string; tier: string };
  "token-needed": { detail?: string };
  shutdown: Record<string, never>;
  "shutdown-refused": { waiting: number };
}

/** What hears an event. */
export type Hear<Name extends keyof Events> = (event: CustomEvent<Events[Name]>) => void;

/** The commands: docs/EMBED.md, "Commands". `boot` is the function of this module. */
/** What is known when a chat is begun. */
export interface ChatStart {
  /** What it is about: the id of a first choice of the guided questions. */
  topic?: string;
  /** A person is wanted, not the robot. */
  human?: boolean;
  /** What stands in the box, to be sent or changed. */
  message?: string;
}

export interface Commands {
  destroy(): void;
  update(person: Person): void;
  shutdown(how?: { discard: boolean }): void;
  show(): void;
  hide(): void;
  open(): void;
  close(): void;
  toggle(): void;
  navigate(path: string): void;
  search(query: string): void;
  showArticle(id: string): void;
  showNewTicket(prefill?: Prefill): void;
  showTicket(number: string): void;
  startWizard(node?: string): void;
  startChat(about?: ChatStart): void;
  showContact(channel?: string): void;
  identify(token: { token: string } | string): void;
  setLocale(locale: string): void;
  setTheme(theme: Theme): void;
  prefill(prefill: Prefill): void;
  environment(facts: Environment): void;
  suggest(articles: string[]): void;
  /** Gives back what ends it. */
  on<Name extends keyof Events>(name: Name, hear: Hear<Name>): () => void;
  once<Name extends keyof Events>(name: Name, hear: Hear<Name>): () => void;
  off<Name extends keyof Events>(name: Name, hear: Hear<Name>): void;
}

/** The commands, once `boot` has been called. */
export const helplet: Commands;

/**
 * Loads the script from `base` unless it is there, boots the widget and gives back its commands.
 * Rejects where the script can't be loaded.
 */
export function boot(options: Options): Promise<Commands>;

declare global {
  /** The events as the document tells them. */
  interface DocumentEventMap extends HelpletEventMap {}
}

type HelpletEventMap = { [Name in keyof Events as `helplet:${Name}`]: CustomEvent<Events[Name]> };
