// Sentry's feedback form as its documentation has it put on a page, and nothing else of Sentry.
import { init, feedbackIntegration } from "@sentry/browser";
init({ dsn: "https://key@example.invalid/1", integrations: [feedbackIntegration()], defaultIntegrations: false });
