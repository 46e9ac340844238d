/** How a date is asked for: any frame goes with any format. */
export interface Phrasing {
  /** Texts with a `{date}` in them. */
  frames: readonly string[];
  /** Ways to write the date itself; the slots are those of `dateSlots`. */
  formats: readonly string[];
}

const easyFormats = ["{d} {Month} {y}", "{Month} {d}, {y}", "{d} {Mon} {y}", "{Month} {d} {y}"];
const mediumFormats = [
  ...easyFormats,
  "{dth} of {Month} {y}",
  "{dth} {Month} {y}",
  "the {dth} of {Month} {y}",
  "the {dth} of {Month}, {y}",
  "{Month} {dth}, {y}",
  "{Month} {dth} {y}",
  "{MonDot} {d}, {y}",
  "{d} {MonDot} {y}",
  "{Mon} {dth}, {y}",
  "{dth} {Mon} {y}",
  "{Weekday}, {d} {Month} {y}",
  "{Weekday} {dth} {Month} {y}",
  "{d}. {Month} {y}",
  "{dd} {Month} {y}",
];

/** Phrasings that training rows use; easy and medium evaluation rows use them too, with other dates. */
export const train: Readonly<Record<"easy" | "medium" | "hard", Phrasing>> = {
  easy: {
    frames: ["{date}", "Date: {date}", "{date}.", "Convert: {date}", "ISO date for {date}", "{date} in ISO format"],
    formats: easyFormats,
  },
  medium: {
    frames: [
      "When is {date} in ISO form?",
      "What is {date} in ISO format?",
      "How do I write {date} as an ISO date?",
      "Please convert {date} to ISO 8601.",
      "Give me {date} in ISO style.",
      "Turn {date} into YYYY-MM-DD.",
      "Rewrite {date} as year-month-day.",
      "{name} was born on {date}.",
      "The meeting takes place on {date}.",
      "We moved to {city} on {date}.",
      "The lease ends on {date}.",
      "Our flight to {city} leaves on {date}.",
      "The exam is on {date}, please be on time.",
      "On {date} the library in {city} opened.",
      "{name} and I got married on {date}.",
      "Payment is due by {date}.",
      "The parcel arrived on {date}.",
      "Signed in {city} on {date}.",
      "Her contract starts on {date}.",
      "The concert was moved to {date}.",
      "Could you format {date} for a spreadsheet?",
      "Which ISO date is {date}?",
      "The warranty runs until {date}.",
      "Term begins on {date} this time.",
    ],
    formats: mediumFormats,
  },
  hard: {
    frames: [
      "Room {n} in {city} is booked for {date}.",
      "{name} paid {n} euros on {date}.",
      "Invoice {n} was issued on {date} to {name}.",
      "Of the {n} guests, most arrived on {date}.",
      "After {n} days in {city}, {name} flew home on {date}.",
      "{name} scored {n} points in the match of {date}.",
      "Ticket {n}: valid from {date}.",
      "The {n} students of {name}'s class graduate on {date}.",
      "Chapter {n} describes what happened in {city} on {date}.",
      "A storm hit {city} on {date} and damaged {n} houses.",
      "On {date}, {name} turned {n}.",
      "Bus {n} stops running on {date}.",
      "{name} wrote: see you in {city} on {date}!",
      "Page {n} of the diary carries the heading {date}.",
      "The shop in {city} closed on {date} after {n} years.",
      "{date}: {name} planted {n} trees.",
      "Our {n} new laptops were delivered on {date}.",
      "Does the course with {name} begin on {date}?",
      "I need {date} in the form that databases use.",
      "Write the date of the {city} fair, {date}, with dashes.",
    ],
    formats: [
      ...mediumFormats,
      "the {word} of {Month} {y}",
      "the {word} of {Month}, {y}",
      "{Month} the {dth}, {y}",
      "{d}-{Mon}-{y}",
      "{Weekday}, {Month} {d}, {y}",
      "{Weekday} the {dth} of {Month} {y}",
      "{d} {MONTH} {y}",
      "{MONTH} {d}, {y}",
      "{Month} the {word}, {y}",
    ],
  },
};

/** The hard third of the evaluation: frames and formats that no training row uses. */
export const evalHard: Phrasing = {
  frames: [
    "Stamp it with {date} in sortable notation, thanks",
    "My passport, number {n}, expires {date}, how should the form show that?",
    "{name} swears the photograph from {city} was taken {date}",
    "fyi the {city} office shuts down {date}, {n} people affected",
    "They signed the treaty in {city} ({date}).",
    "Born {date} in {city}, {name} grew up with {n} cousins.",
    "Deadline for the grant: no later than {date}!",
    "Could it be that {name}'s visa runs out {date}?",
    "I remember it well: {date}, {n} degrees, and no wind.",
    "Since {date}, {name} has lived at {n} Harbour Street.",
    "Recipe {n} in grandmother's notebook has '{date}' scribbled beside it.",
    "Record the birthday of {name}'s twins, {date}, the way computers sort it.",
    "Effective {date}, line {n} terminates in {city}.",
    "Until {date} nobody in {city} had seen snow.",
    "The plaque reads '{date}' and lists {n} names.",
    "For my log file: {date}",
  ],
  formats: [
    "the {dth} day of {Month} in the year {y}",
    "{d}/{Mon}/{y}",
    "{y}, {Month} {d}",
    "{y} {Mon} {dd}",
    "{Month} {word}, {y}",
    "{word} {Month} {y}",
    "{dth} {MONTH}, {y}",
    "{Weekday} {Mon} {dth} {y}",
    "{Mon}-{dd}-{y}",
    "{Month} {dth} of the year {y}",
  ],
};
