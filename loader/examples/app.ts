// A single-page application with the router "page": the widget stays from route to route and is told
// where the person is; on one route the panel is part of the page.
import page from "page";
import { boot, helplet, type Options } from "@helplet/widget";
import "@helplet/widget/panel";

const options: Options = { base: "/", endpoint: "/", tier: "member", environment: { app: "example 1.0" } };
const view = document.querySelector("#view")!;

/** Draws a route into the page. */
const draw = (title: string, ...parts: Node[]) => {
  const heading = document.createElement("h1");
  heading.textContent = title;
  view.replaceChildren(heading, ...parts);
};

page("/pricing", async () => {
  draw("Pricing");
  await boot(options);
  helplet.suggest(["membership-not-arrived", "cancel-auto-renew"]);
});

page("/help", () => {
  const panel = document.createElement("helplet-panel");
  panel.setAttribute("src", "/");
  panel.setAttribute("endpoint", "/");
  draw("Help", panel);
});

page("*", async () => {
  draw("Home");
  await boot(options);
  helplet.suggest([]);
});

document.addEventListener("helplet:search", ({ detail }) => console.info(`${detail.results} for ${detail.query}`));
page();
