import {
  drawRows,
  type Dataset,
  type Difficulty,
  type Draft,
  type Part,
  type Row,
} from "../../2026-s1/generators/dataset.mts";
import { firstNames } from "../../2026-s1/generators/names.mts";
import { seededRandom, type SeededRandom } from "../../2026-s1/generators/seeded-random.mts";
import { capitalise, fill } from "../../2026-s1/generators/template.mts";
import { complaints, queues, type Queue } from "./ticket-triage-complaints.mts";
import { evalPlain } from "./ticket-triage-plain-complaints.mts";
import { evalHard } from "./ticket-triage-hard-complaints.mts";
import { trainedManner, unseenManner, withoutManner, type Manner } from "./ticket-triage-manners.mts";
import { writeDataset } from "../../2026-s1/generators/write-files.mts";

const courses = [
  "Algebra 1",
  "Statistics",
  "Organic Chemistry",
  "Spanish B1",
  "Microeconomics",
  "Data Structures",
  "Art History",
  "Anatomy",
  "Thermodynamics",
  "Ethics",
  "Genetics",
  "Music Theory",
  "Soil Science",
  "Labour Law",
];
const buildings = [
  "the main building",
  "the library",
  "the north wing",
  "the chemistry block",
  "the sports centre",
  "the old mill",
  "House C",
  "the medical school",
  "the canteen building",
];
const apps = [
  "MATLAB",
  "Photoshop",
  "SPSS",
  "AutoCAD",
  "EndNote",
  "Stata",
  "Mathematica",
  "LabVIEW",
  "Tableau",
  "InDesign",
  "NVivo",
  "SolidWorks",
];
const devices = ["laptop", "notebook", "tablet", "desktop computer", "MacBook", "Chromebook", "office PC"];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const rooms = ["room {k}", "lecture hall {k}", "lab {k}", "office {k}", "seminar room {k}"];

function draw(queue: Queue, complaint: string, manner: Manner, random: SeededRandom): Draft {
  const slots = {
    course: random.pick(courses),
    building: random.pick(buildings),
    app: random.pick(apps),
    device: random.pick(devices),
    day: random.pick(days),
    room: fill(random.pick(rooms), { k: random.integer(1, 420) }),
    n: random.integer(3, 40),
    name: random.pick(firstNames),
  };
  const text = fill(complaint, slots);
  const before = random.pick(manner.before);
  // The speaker is not the person whom the ticket is about.
  const closing = complaint.includes("{name}") ? "" : fill(random.pick(manner.after), slots);
  const after = before === "Urgent: " && closing === " It is urgent." ? "" : closing;
  return {
    prompt: `${before}${before === "" || before.endsWith(": ") ? capitalise(text) : lowerStart(text)}${after}`,
    answer: queue,
  };
}

/** Lower-cases the first letter of an ordinary word, as after "Hello, "; names and "I" keep theirs. */
function lowerStart(text: string): string {
  const first = text.split(/[\s']/)[0] as string;
  const keep =
    ["I", ...apps, ...firstNames, ...courses.map((course) => course.split(" ")[0])].includes(first) ||
    /^[A-Z]{2}|^Eduroam|^Outlook|^Python/.test(first);
  return keep ? text : text[0]?.toLowerCase() + text.slice(1);
}

/** `count` rows of one difficulty, the queues in turn and each queue's sentences in turn. */
function part(
  difficulty: Difficulty,
  count: number,
  sentences: (queue: Queue) => readonly string[],
  manner: Manner,
): Part {
  return {
    difficulty,
    count,
    draw: (random, index) => {
      const queue = queues[index % queues.length] as Queue;
      const own = sentences(queue);
      return draw(queue, own[Math.floor(index / queues.length) % own.length] as string, manner, random);
    },
  };
}

/** Evaluation rows whose complaint training, or an earlier row, has under another greeting get a plain one that neither has. */
function unrepeated(rows: readonly Row[], train: readonly Row[], random: SeededRandom): Row[] {
  const said = new Set(train.map(bareComplaint));
  const used = new Set<string>();
  return rows.map((row) => {
    const { difficulty } = row;
    const repeats = said.has(bareComplaint(row));
    said.add(bareComplaint(row));
    if (!repeats || difficulty === "hard") return row;
    const queue = row.answer as Queue;
    const plain = evalPlain[queue][difficulty].find((complaint) => !used.has(complaint));
    if (plain === undefined) throw new Error(`No plain ${difficulty} complaint is left for ${queue}`);
    used.add(plain);
    return { ...row, prompt: draw(queue, plain, trainedManner, random).prompt };
  });
}

const bareComplaint = (row: Row): string => withoutManner(row.prompt ?? "");

function build(): Dataset {
  const random = seededRandom("ticket-triage", 1);
  const taken = new Set<string>();
  const trained = (["easy", "medium", "hard"] as const).map((difficulty) => ({
    difficulty,
    of: (queue: Queue) => complaints[queue][difficulty],
  }));
  const [easy, medium, hard] = trained.map(({ of }) => of) as [
    (queue: Queue) => readonly string[],
    (queue: Queue) => readonly string[],
    (queue: Queue) => readonly string[],
  ];
  const evalRows = drawRows(
    "eval",
    [
      part("easy", 80, easy, trainedManner),
      part("medium", 80, medium, trainedManner),
      part("hard", 80, (queue) => evalHard[queue], unseenManner),
    ],
    random,
    taken,
  );
  const trainRows = drawRows(
    "train",
    [
      part("easy", 320, easy, trainedManner),
      part("medium", 384, medium, trainedManner),
      part("hard", 256, hard, trainedManner),
    ],
    random,
    taken,
  );
  return {
    slug: "ticket-triage",
    train: trainRows,
    eval: unrepeated(evalRows, trainRows, random),
    trainTemplates: queues.flatMap((queue) => trained.flatMap(({ of }) => of(queue))),
    hardTemplates: queues.flatMap((queue) => evalHard[queue]),
    essence: withoutManner,
  };
}

export const dataset = build();
if (import.meta.main) writeDataset("2026-s2", dataset);
