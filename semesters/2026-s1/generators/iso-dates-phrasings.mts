/** How a date is asked for: any frame goes with any format. */
export interface Phrasing {
  /** Texts with a `{date}` in them; `{person}` and `{count}` may stand beside it. */
  frames: readonly string[];
  /** Ways to write the date itself; the slots are those of `dateSlots`. */
  formats: readonly string[];
}

const plainFormats = ["{d} {Month} {y}", "{Month} {d}, {y}"];
const shortFormats = [...plainFormats, "{d} {Mon} {y}", "{Mon} {d}, {y}", "{dth} {Month} {y}"];

/** Phrasings that training rows use; easy and medium evaluation rows use them too, with other dates. */
export const train: Readonly<Record<"easy" | "medium" | "hard", Phrasing>> = {
  easy: {
    frames: ["Day: {date}", "{date} in digits", "Dated {date}", "Reformat {date}", "The day is {date}"],
    formats: plainFormats,
  },
  medium: {
    frames: [
      "Our garden party is planned for {date}.",
      "Rent goes up from {date}.",
      "The museum reopens on {date}.",
      "I sold my old bicycle on {date}.",
      "Please tidy up this date: {date}",
      "The dentist can see you on {date}.",
      "How would a computer write {date}?",
      "Elections will be held on {date}.",
      "The bridge was finished on {date}.",
      "Can you shorten {date} to digits?",
      "We adopted our cat on {date}.",
      "School holidays start on {date}.",
    ],
    formats: shortFormats,
  },
  hard: {
    frames: [
      "{person} ordered {count} chairs on {date}.",
      "Of {count} letters, the last one bears {date}.",
      "On {date} the team lost by {count} goals.",
      "{person} ran {count} kilometres on {date}.",
      "Locker {count} was emptied on {date}.",
      "The choir of {count} singers met on {date}.",
      "{person} and {count} friends hiked on {date}.",
      "On {date}, {person} baked {count} rolls.",
    ],
    formats: [...shortFormats, "{dth} of {Month} {y}", "{Weekday}, {d} {Month} {y}"],
  },
};

/** The hard third of the evaluation: frames and formats that no training row uses. */
export const evalHard: Phrasing = {
  frames: [
    "Parcel {count} reached {person}'s neighbour {date}, wet through.",
    "{date} will be remembered: {count} candles and one cake!",
    "According to {person}, milk number {count} went sour {date}.",
    "Night train {count} makes its final trip {date}, they say",
    "Whoever borrowed the ladder {date}, {person} wants it back.",
    "Minutes of the allotment club, {date}, {count} members present",
    "{person} keeps a stub from seat {count} stamped {date}.",
    "Best before {date}, box {count}",
    "Was it really {date} when {person} caught {count} trout?",
    "Power cut: {date}, roughly {count} minutes.",
  ],
  formats: [
    "the {dth} of {Month}, {y}",
    "{Month} {dth}, {y}",
    "{Weekday} {Month} {d} {y}",
    "{dd} {MONTH} {y}",
    "{Mon} {dth} {y}",
    "the {word} of {Month} {y}",
  ],
};
