import type { Story } from "./word-problems-stories.mts";

/** The hard third of the evaluation: stories, settings and wordings that no training row uses. */
export const evalHard: readonly Story[] = [
  ["A museum counted {h} visitors before noon and {n} after. What was the day's figure?", "{h} + {n}"],
  ["The tank held {h} litres until {name} drained {n}. What does the gauge show?", "{h} - {n}"],
  ["At {p} litres per bucket, what volume do {n} full buckets bring?", "{p} * {n}"],
  ["{name} knits a scarf of {n} stripes, {p} stripes per evening. After how many evenings is it done?", "{n} / {p}"],
  [
    "Yesterday the harbour had {n} boats; overnight {m} sailed and {p} came in. Count the boats this morning.",
    "{n} - {m} + {p}",
  ],
  [
    "Grandmother jars {p} crates of plums, {n} plums to a crate, after throwing out {m} rotten ones. How many plums went into jars?",
    "{p} * {n} - {m}",
  ],
  [
    "Hiring a kayak is {n} euros, plus {p} euros per hour. {name} paddles for {q} hours. What is the bill?",
    "{n} + {p} * {q}",
  ],
  ["A choir of {n} sopranos and {m} altos stands in lines of {p}. How many lines does it make?", "({n} + {m}) / {p}"],
  [
    "Nurse {name} had {n} bandages, used up {m}, and divides what remains over {p} wards. What does one ward receive?",
    "({n} - {m}) / {p}",
  ],
  [
    "The hikers climbed {h} metres, went down {n}, then up another {m}. How much higher than the start are they?",
    "{h} - {n} + {m}",
  ],
  ["{name} types {n} words a minute. What length does a text reach within {p} minutes?", "{n} * {p}"],
  ["{other} weighs {m} kg. {name} is {p} kg lighter. What does {name} weigh?", "{m} - {p}"],
  ["A cook turns {p} sacks of {n} potatoes into portions of {q}. How many portions come out?", "{p} * {n} / {q}"],
  [
    "Both the morning shift with {n} workers and the night shift with {m} get {p} gloves a head. How many gloves must be ordered?",
    "({n} + {m}) * {p}",
  ],
  [
    "A jacket was {h} euros until the shop took {n} off. {name} also has a voucher for {p} euros. What is left to pay?",
    "{h} - {n} - {p}",
  ],
  ["Train {x} leaves with {n} travellers, and {m} join at the next halt. How many are aboard?", "{n} + {m}"],
  [
    "{name} lives on floor {x} and carries {p} bricks per trip. How many bricks are upstairs after {n} trips?",
    "{p} * {n}",
  ],
  ["Once {m} litres had leaked, {n} litres were still in the barrel. What had it contained?", "{m} + {n}"],
  ["{name}'s garden is {p} metres wide and {n} metres long. What is its area in square metres?", "{p} * {n}"],
  ["The jar and its honey weigh {h} grams; empty, the jar weighs {n}. What is the weight of the honey?", "{h} - {n}"],
  ["A score of {n} was doubled in the last round. What does the board show?", "{n} * 2"],
  ["{name} owes {other} {h} euros and pays back {n} euros, then {m} euros. How much is still owed?", "{h} - {n} - {m}"],
  [
    "A lorry can take {h} crates per run and makes {p} runs. {n} crates fall off. How many are delivered?",
    "{h} * {p} - {n}",
  ],
  [
    "Every lamp needs {p} bulbs, and {name} fits out {n} lamps plus {q} spare bulbs. What does the order come to, in bulbs?",
    "{p} * {n} + {q}",
  ],
  ["The {n} stamps in {name}'s album fill {p} pages evenly. How many stamps does a page show?", "{n} / {p}"],
  [
    "A concert hall of {h} places sold {n} on the first evening and {m} on the second. How many are unsold?",
    "{h} - {n} - {m}",
  ],
  [
    "{name} bakes {n} biscuits, eats {p}, and lays the others out on {q} plates, the same on each. What is on one plate?",
    "({n} - {p}) / {q}",
  ],
  ["It rained {n} mm in April and {m} mm in May. By how much did April beat May?", "{n} - {m}"],
];
