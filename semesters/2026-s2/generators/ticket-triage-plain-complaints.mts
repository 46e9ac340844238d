import type { Complaints, Queue } from "./ticket-triage-complaints.mts";

/**
 * Plain complaints that no training row uses: each replaces a complaint of an easy or medium evaluation row that training has too,
 * and is used once at most.
 */
export const evalPlain: Readonly<Record<Queue, Readonly<Pick<Complaints, "easy" | "medium">>>> = {
  accounts: {
    easy: [
      "The portal says that my user name is unknown.",
      "Please unlock my account, I typed the password wrong three times.",
      "How often must I change my password?",
      "I need a login for the computers in {room}.",
      "Please delete my old account, I use the new one.",
      "I want to change my password, but the old one is refused.",
      "My login stopped working on {day}, it says account disabled.",
      "Can my account stay open for a month after I finish?",
    ],
    medium: [
      "The portal greets me with somebody else's name when I sign in.",
      "I changed my phone number and cannot confirm that it is me.",
      "{name} may read our project folder, but not save anything in it.",
      "The page for signing in the first time does not accept my date of birth.",
    ],
  },
  network: {
    easy: [
      "The internet in {room} is very slow.",
      "My VPN connection fails every evening.",
      "There is no wifi signal in {room}.",
    ],
    medium: [
      "Large files take hours to reach the server from {building}.",
      "My phone joins the campus hotspot, but no page opens.",
      "Only one of the two wall sockets in {room} gets me online.",
    ],
  },
  hardware: {
    easy: ["The screen of my {device} flickers.", "The printer in {building} prints only blank pages."],
    medium: [
      "The power button of my {device} has fallen in.",
      "The remote control for the projector in {room} does nothing.",
      "The computer at desk {n} beeps three times and stays black.",
    ],
  },
  software: {
    easy: ["Please remove {app} from my {device}.", "Which version of {app} is installed in {room}?"],
    medium: [
      "The spell checker knows only English, I need another language.",
      "{app} shows my drawings in the wrong scale since the last release.",
      "{app} closes without a word when I press save.",
      "Could {app} be set up so that it opens old files?",
    ],
  },
  email: {
    easy: [
      "My mail program shows no new mail.",
      "How do I set up my university mail on my phone?",
      "I cannot open the attachment of a mail from {name}.",
      "How large may an e-mail attachment be?",
      "All my mail from {day} is gone.",
      "Please add {name} to our mailing list.",
      "My mailbox is nearly full, can it be made bigger?",
      "I get every e-mail twice.",
      "How do I share my calendar with {name}?",
    ],
    medium: [
      "What I sent to {name} on {day} never reached the inbox.",
      "Replies to our shared address go to {name} alone.",
      "I want to leave the list that sends me {n} notices a week.",
      "Accents in subject lines turn into question marks.",
      "The invitation to our weekly meeting shows a wrong hour.",
      "My drafts are no longer there since {day}.",
    ],
  },
  enrolment: {
    easy: [
      "When does registration for {course} open?",
      "I want to withdraw from the {course} exam.",
      "Please correct my birth date on the certificate of enrolment.",
    ],
    medium: [
      "I failed {course} and would like to sit it again.",
      "How many terms may I take for my degree at most?",
      "My lecturer says that I am not on the list for {course}.",
      "Can {course} be counted as an elective for me?",
      "I would like to study a second subject beside my first.",
      "Where do I hand in the topic of my thesis?",
    ],
  },
  finance: {
    easy: [
      "By which day must I pay the tuition fees?",
      "My invoice shows the wrong amount.",
      "I need a receipt for {n} euros.",
      "Can I pay my fees by credit card?",
      "When do I get the refund for the cancelled trip?",
      "How much are the fees for one more semester?",
      "My scholarship payment for this month is missing.",
      "I was charged a fine of {n} euros that I have paid already.",
    ],
    medium: [
      "Could I settle what I owe in two parts?",
      "The bank sent my transfer back, was the number wrong?",
      "My tutor contract says {n} hours, but only half were paid out.",
      "My parents need a paper for their tax office that says what I paid.",
      "The money was taken twice when I topped up my canteen card.",
    ],
  },
  facilities: {
    easy: ["The door of {room} does not lock.", "The water in the kitchen of {building} stays cold."],
    medium: ["It is so stuffy in {room} that people get headaches.", "Ants are walking across the desks in {room}."],
  },
};
