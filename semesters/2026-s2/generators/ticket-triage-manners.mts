/** How a ticket begins and ends around its complaint. Slots: name, day. */
export interface Manner {
  before: readonly string[];
  after: readonly string[];
}

export const trainedManner: Manner = {
  before: [
    "",
    "",
    "",
    "Hello, ",
    "Hi, ",
    "Dear team, ",
    "Good morning, ",
    "Urgent: ",
    "Hi support, ",
    "Hello everyone, ",
  ],
  after: [
    "",
    "",
    "",
    " Thanks, {name}",
    " Please help.",
    " It is urgent.",
    " Thank you!",
    " Can you help?",
    " Kind regards, {name}",
    " I have class on {day}.",
  ],
};

/** The manner of the hard evaluation rows. */
export const unseenManner: Manner = {
  before: ["", "", "Hey folks, ", "Greetings, ", "Sorry to bother you: ", "Quick one: "],
  after: ["", "", " Cheers, {name}", " Any idea?", " Grateful for a reply, {name}", " Much appreciated."],
};

const manners = [trainedManner, unseenManner];
const before = new RegExp(`^(?:${alternatives(manners.flatMap((manner) => manner.before))})`, "u");
const after = new RegExp(`(?:${alternatives(manners.flatMap((manner) => manner.after))})$`, "u");

/** The complaint of a ticket alone, in lower case: two tickets that differ in manner only have the same one. */
export function withoutManner(ticket: string): string {
  return ticket.replace(before, "").replace(after, "").toLowerCase();
}

function alternatives(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== "")
    .map((text) => text.replace(/[.?]/g, "\\$&").replace(/\{\w+\}/, "\\p{L}+"))
    .join("|");
}
