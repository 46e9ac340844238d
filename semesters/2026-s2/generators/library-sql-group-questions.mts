import { memberId, type Question } from "./library-sql-questions.mts";

/** Negation, groups, missing values. */
export const hard: readonly Question[] = [
  {
    sql: "SELECT title FROM books WHERE genre = '{genre}' AND id NOT IN (SELECT book_id FROM loans)",
    train: [
      "Which {genre} books have never been borrowed?",
      "List the {genre} titles without any loan.",
      "Show {genre} books that nobody has borrowed.",
      "What {genre} books were never taken out?",
    ],
    evalHard: [
      "Which {genre} works just gather dust, untouched by any borrower?",
      "Weeding {genre}: what has not gone out even once?",
    ],
  },
  {
    sql: `SELECT title FROM books WHERE id IN (SELECT book_id FROM loans WHERE returned IS NULL AND member_id = ${memberId})`,
    train: [
      "Which books has {member} not returned?",
      "List the titles that {member} still has.",
      "What books are still out with {member}?",
      "Show the books that {member} has not brought back.",
    ],
    evalHard: ["What is lying at home with {member} right now?", "Write to {member}: which works do we want back?"],
  },
  {
    sql: "SELECT name FROM members WHERE id IN (SELECT member_id FROM loans GROUP BY member_id HAVING COUNT(*) > {n})",
    train: [
      "Which members have more than {n} loans?",
      "Who has borrowed more than {n} times?",
      "List the members with over {n} loans.",
      "Show the names of members with more than {n} loans.",
    ],
    evalHard: [
      "Our keenest readers, those beyond {n} loans: who are they?",
      "Prizes go to everybody whose loans exceed {n}; name them.",
    ],
  },
  {
    sql: "SELECT name FROM authors WHERE id IN (SELECT author_id FROM books GROUP BY author_id HAVING COUNT(*) > {n})",
    train: [
      "Which authors wrote more than {n} books?",
      "List the authors with over {n} books.",
      "Who has written more than {n} books?",
      "Show the names of authors with more than {n} titles.",
      "Name every author of more than {n} books.",
      "Find the writers with over {n} books.",
      "Which writers have more than {n} titles here?",
      "Who are the authors with more than {n} books?",
    ],
    evalHard: ["Which pens filled more than {n} of our volumes?", "Prolific writers only: past {n} titles each."],
  },
  {
    sql: "SELECT COUNT(*) FROM loans WHERE returned IS NULL AND due < '{date}'",
    train: [
      "How many books that are still out were due before {date}?",
      "Count the open loans due before {date}.",
      "How many unreturned loans had to be back before {date}?",
      "On {date}, how many loans were overdue and not returned?",
    ],
    evalHard: [
      "How many reminders must I print for whatever should have come home earlier than {date} and has not?",
      "Tally what is missing with a deadline earlier than {date}.",
    ],
  },
  {
    sql: "SELECT COUNT(*) FROM loans WHERE loaned LIKE '{month}-%'",
    train: [
      "How many loans began in {monthName} 2025?",
      "Count the loans of {monthName} 2025.",
      "How many books were borrowed in {monthName} 2025?",
      "What is the number of loans made in {monthName} 2025?",
    ],
    evalHard: [
      "How busy was the lending desk during {monthName} 2025, in loans?",
      "Across {monthName} 2025, how often did somebody check a book out?",
    ],
  },
  {
    sql: "SELECT DISTINCT genre FROM books WHERE author_id IN (SELECT id FROM authors WHERE country = '{country}')",
    train: [
      "In which genres did authors from {country} write?",
      "List the genres of books by writers from {country}.",
      "Which genres do authors from {country} cover?",
      "Show the different genres of books from {country} authors.",
    ],
    evalHard: [
      "What do novelists of {country} write about: crime, poetry, or what else?",
      "Name each kind of book that {country} has given us, no repeats.",
    ],
  },
  {
    sql: "SELECT name FROM members WHERE city = '{city}' AND id NOT IN (SELECT member_id FROM loans)",
    train: [
      "Which members from {city} have never borrowed a book?",
      "List the members in {city} without any loan.",
      "Who in {city} has no loans?",
      "Show members from {city} who never took out a book.",
      "Who from {city} has never borrowed anything?",
      "Name the {city} members with zero loans.",
      "Which {city} members do not appear in the loans?",
      "Find members living in {city} who have not borrowed.",
    ],
    evalHard: ["Who around {city} holds a card but has left it unused?", "Sleeping cards in {city}: whose are they?"],
  },
  {
    sql: "SELECT genre, COUNT(*) FROM books WHERE year > {year} GROUP BY genre",
    train: [
      "How many books per genre came out after {year}?",
      "Count the books published after {year} for each genre.",
      "For every genre, how many books are newer than {year}?",
      "Show the number of books later than {year} by genre.",
    ],
    evalHard: [
      "Break down what was printed later than {year}: each genre with its tally.",
      "A table please: genre, and how many of its works are younger than {year}.",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE genre = '{genre}' AND pages > (SELECT AVG(pages) FROM books)",
    train: [
      "Which {genre} books are longer than the average book?",
      "List {genre} titles with more pages than the average of all books.",
      "Show the {genre} books that have more pages than average.",
      "What {genre} books are above the average length of all books?",
    ],
    evalHard: [
      "In {genre}, what is bulkier than our typical book?",
      "Compared with the whole collection's mean length, which {genre} works run over?",
    ],
  },
];
