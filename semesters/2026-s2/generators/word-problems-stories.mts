/**
 * A story, the expression that solves it and, for training, the same expression in words. Numbers: n, m (5 to 60), p, q (2 to 12),
 * h (80 to 400), x (2 to 30, a number that the solution does not need). They stand in the expression in the order of the story
 * wherever that is right.
 */
export type Story = readonly [text: string, expression: string, inWords?: string];

/** One step. */
export const easy: readonly Story[] = [
  ["{name} has {n} {things} and buys {m} more. How many {things} does {name} have now?", "{n} + {m}", "had + bought"],
  [
    "{name} picked {n} apples and {other} picked {m}. How many apples did they pick together?",
    "{n} + {m}",
    "first + second",
  ],
  ["A class has {n} girls and {m} boys. How many children are in the class?", "{n} + {m}", "girls + boys"],
  [
    "{name} read {n} pages on Monday and {m} pages on Tuesday. How many pages is that in total?",
    "{n} + {m}",
    "Monday + Tuesday",
  ],
  ["There are {n} cars in a car park and {m} more drive in. How many cars are there now?", "{n} + {m}", "there + more"],
  ["A farmer keeps {n} sheep and {m} goats. How many animals is that?", "{n} + {m}", "sheep + goats"],
  [
    "{name} ran {n} km last week and {m} km this week. How many km is that in all?",
    "{n} + {m}",
    "last week + this week",
  ],
  ["One shelf holds {n} {things} and another holds {m}. What is the total?", "{n} + {m}", "one shelf + other shelf"],
  ["{name} had {n} {things} and gave {m} of them to {other}. How many are left?", "{n} - {m}", "had - gave"],
  ["A bus carries {n} people. At the market {m} get off. How many stay on the bus?", "{n} - {m}", "on bus - get off"],
  ["Of {h} seats in a cinema {n} are taken. How many seats are free?", "{h} - {n}", "all seats - taken"],
  ["{name} has {n} euros and spends {m} euros. How much money is left?", "{n} - {m}", "has - spends"],
  ["{name} is {n} years old and {other} is {m}. How many years older is {name}?", "{n} - {m}", "older - younger"],
  ["A rope is {h} metres long. {name} cuts off {n} metres. How long is the rest?", "{h} - {n}", "rope - cut off"],
  ["{n} birds sat in a tree and {m} flew away. How many birds are still there?", "{n} - {m}", "in tree - flew away"],
  ["{name} has {n} {things} and {other} has {m}. How many more does {name} have?", "{n} - {m}", "more - fewer"],
  ["{name} buys {p} bags with {n} {things} in each. How many {things} is that?", "{p} * {n}", "bags * in each"],
  ["A ticket costs {p} euros. What do {n} tickets cost?", "{p} * {n}", "price * tickets"],
  ["There are {n} rows of {p} chairs. How many chairs are there?", "{n} * {p}", "rows * chairs in each"],
  ["{name} walks {p} km every day. How many km is that in {n} days?", "{p} * {n}", "each day * days"],
  ["Each of {p} tables seats {q} guests. How many guests can sit down?", "{p} * {q}", "tables * guests at each"],
  ["A machine makes {n} {things} an hour. How many does it make in {p} hours?", "{n} * {p}", "each hour * hours"],
  ["{name} saves {p} euros a week. How much is that after {n} weeks?", "{p} * {n}", "each week * weeks"],
  ["A box holds {n} {things}. How many are in {p} boxes?", "{n} * {p}", "in each box * boxes"],
  [
    "{name} shares {n} {things} equally among {p} friends. How many does each friend get?",
    "{n} / {p}",
    "all / friends",
  ],
  ["{h} pupils are split into {p} equal teams. How many pupils are in a team?", "{h} / {p}", "pupils / teams"],
  ["A rope of {n} metres is cut into {p} equal pieces. How long is each piece?", "{n} / {p}", "rope / pieces"],
  ["{name} packs {h} {things} into boxes of {p}. How many boxes are needed?", "{h} / {p}", "all / in each box"],
  ["{h} euros are paid for {p} equal tickets. What does one ticket cost?", "{h} / {p}", "euros / tickets"],
  ["{n} eggs are put into trays of {p}. How many trays are filled?", "{n} / {p}", "eggs / in each tray"],
  ["A bill of {h} euros is split equally by {p} friends. How much does each pay?", "{h} / {p}", "bill / friends"],
  ["{name} plants {n} trees in {p} equal rows. How many trees are in a row?", "{n} / {p}", "trees / rows"],
];

/** Two steps. */
export const medium: readonly Story[] = [
  [
    "{name} buys {p} bags of {n} {things} and gives {m} away. How many are left?",
    "{p} * {n} - {m}",
    "bags * in each - given away",
  ],
  [
    "A baker bakes {p} trays of {n} rolls and sells {m} rolls. How many rolls are left?",
    "{p} * {n} - {m}",
    "trays * rolls on each - sold",
  ],
  [
    "{name} earns {n} euros a day for {p} days and then spends {m} euros. How much is left?",
    "{n} * {p} - {m}",
    "each day * days - spent",
  ],
  [
    "There are {p} rows of {n} seats, and {m} seats are broken. How many seats can be used?",
    "{p} * {n} - {m}",
    "rows * seats in each - broken",
  ],
  [
    "{name} has {p} boxes of {n} {things} and {m} loose ones. How many {things} is that in all?",
    "{p} * {n} + {m}",
    "boxes * in each + loose",
  ],
  [
    "Entry costs {m} euros and each ride {p} euros. What do entry and {q} rides cost?",
    "{m} + {p} * {q}",
    "entry + each ride * rides",
  ],
  [
    "A taxi charges {m} euros plus {p} euros for each km. What does a trip of {n} km cost?",
    "{m} + {p} * {n}",
    "start + each km * km",
  ],
  [
    "{name} does {n} push-ups a day for {p} days and then {m} more. How many push-ups is that?",
    "{n} * {p} + {m}",
    "each day * days + more",
  ],
  [
    "{name} buys {n} pens and {m} pencils at {p} euros each. What is the price of all?",
    "({n} + {m}) * {p}",
    "(pens + pencils) * price",
  ],
  [
    "Every day {name} walks {p} km and cycles {n} km. How many km is that in {q} days?",
    "({p} + {n}) * {q}",
    "(walks + cycles) * days",
  ],
  [
    "A class has {n} girls and {m} boys. Each child gets {p} sheets of paper. How many sheets are needed?",
    "({n} + {m}) * {p}",
    "(girls + boys) * sheets each",
  ],
  [
    "A lunch costs {p} euros and a drink {q} euros. What do {n} people pay who each take both?",
    "({p} + {q}) * {n}",
    "(lunch + drink) * people",
  ],
  [
    "{name} had {n} {things}, found {m} more and then lost {p}. How many are there now?",
    "{n} + {m} - {p}",
    "had + found - lost",
  ],
  [
    "A bus has {n} passengers. {p} get off and {m} get on. How many are on the bus now?",
    "{n} - {p} + {m}",
    "on bus - get off + get on",
  ],
  [
    "{name} had {h} euros and spent {n} on shoes and {m} on a bag. How much is left?",
    "{h} - {n} - {m}",
    "had - shoes - bag",
  ],
  [
    "A library had {h} books, bought {n} and gave away {m}. How many books does it have now?",
    "{h} + {n} - {m}",
    "had + bought - given away",
  ],
  [
    "{name} puts {n} red and {m} blue beads equally on {p} strings. How many beads are on a string?",
    "({n} + {m}) / {p}",
    "(red + blue) / strings",
  ],
  [
    "{n} girls and {m} boys form teams of {p}. How many teams are there?",
    "({n} + {m}) / {p}",
    "(girls + boys) / in each team",
  ],
  [
    "{name} has {n} {things}, keeps {m} and shares the rest equally among {p} friends. How many does each friend get?",
    "({n} - {m}) / {p}",
    "(has - keeps) / friends",
  ],
  [
    "A club has {h} euros, pays {n} for a hall and splits the rest equally among {p} helpers. How much does each helper get?",
    "({h} - {n}) / {p}",
    "(has - hall) / helpers",
  ],
  [
    "{p} boxes hold {n} {things} each, and {q} children share all of them equally. How many does each child get?",
    "{p} * {n} / {q}",
    "boxes * in each / children",
  ],
  [
    "A printer prints {n} pages a minute for {p} minutes. They are bound into booklets of {q} pages. How many booklets is that?",
    "{n} * {p} / {q}",
    "each minute * minutes / in each booklet",
  ],
  [
    "Tickets cost {n} euros, but members pay {p} euros less. What do {q} members pay?",
    "({n} - {p}) * {q}",
    "(price - less) * members",
  ],
  [
    "Of {n} plants {m} died. Each of the others bears {p} fruits. How many fruits is that?",
    "({n} - {m}) * {p}",
    "(plants - died) * fruits on each",
  ],
  [
    "{p} shelves hold {q} boxes each, and each box holds {n} {things}. How many {things} is that?",
    "{p} * {q} * {n}",
    "shelves * boxes on each * in each box",
  ],
  [
    "{n} {things} are shared equally by {p} children. One of them, {name}, already had {m}. How many does {name} have now?",
    "{n} / {p} + {m}",
    "all / children + already had",
  ],
  [
    "{name} splits {h} {things} into {p} equal piles and takes {q} from one pile. How many are left in that pile?",
    "{h} / {p} - {q}",
    "all / piles - taken",
  ],
  ["{p} kg of rice cost {n} euros. What do {q} kg cost?", "{n} / {p} * {q}", "price / kg * other kg"],
];

/** Comparisons, unknown starts, numbers that are not needed, numbers that are not said. */
export const hard: readonly Story[] = [
  [
    "{name} has twice as many {things} as {other}, who has {n}. How many does {name} have?",
    "{n} * 2",
    "other has * twice",
  ],
  [
    "{name} has half as many {things} as {other}, who has {n}. How many does {name} have?",
    "{n} / 2",
    "other has / half",
  ],
  [
    "{name} has {n} {things}, which is {m} more than {other} has. How many does {other} have?",
    "{n} - {m}",
    "has - more than other",
  ],
  [
    "{name} has {n} {things}, which is {m} fewer than {other} has. How many does {other} have?",
    "{n} + {m}",
    "has + fewer than other",
  ],
  [
    "{name}, who is {x} years old, has {n} {things} and gets {m} from {other}. How many {things} is that?",
    "{n} + {m}",
    "has + gets",
  ],
  ["Bus {x} carries {n} people and {m} of them get off. How many stay on?", "{n} - {m}", "on bus - get off"],
  [
    "After a walk of {x} minutes {name} buys {p} bags of {n} {things}. How many {things} is that?",
    "{p} * {n}",
    "bags * in each",
  ],
  ["In room {x} there are {n} {things} for {p} equal groups. How many does a group get?", "{n} / {p}", "all / groups"],
  [
    "{name} and {other} together have {n} {things}. {other} has {m} of them. How many does {name} have?",
    "{n} - {m}",
    "together - other has",
  ],
  [
    "After giving away {m} {things}, {name} has {n} left. How many were there at first?",
    "{m} + {n}",
    "given away + left",
  ],
  ["After finding {m} {things}, {name} has {n}. How many were there before?", "{n} - {m}", "has - found"],
  [
    "{name} drinks {p} glasses of water a day. How many glasses is that in a week?",
    "{p} * 7",
    "each day * days of week",
  ],
  [
    "{name} has {n} {things} and {other} has twice as many. How many do they have together?",
    "{n} + {n} * 2",
    "has + has * twice",
  ],
  [
    "A shirt costs {n} euros and a coat three times as much. What do both cost?",
    "{n} + {n} * 3",
    "shirt + shirt * three times",
  ],
  [
    "{name} needs {h} euros and has {n}. {p} euros are saved every week. How many weeks will it take?",
    "({h} - {n}) / {p}",
    "(needs - has) / each week",
  ],
  [
    "{name} pays with {h} euros for {p} {things} at {q} euros each. How much change is there?",
    "{h} - {p} * {q}",
    "pays - bought * price",
  ],
  [
    "Each of {p} friends brings {n} {things}, and {x} more friends come without any. How many {things} are there?",
    "{p} * {n}",
    "friends * brings each",
  ],
  ["A film of {h} minutes has been running for {n} minutes. How many minutes are left?", "{h} - {n}", "film - running"],
];
