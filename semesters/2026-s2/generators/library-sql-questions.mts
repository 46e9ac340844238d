/** One kind of question: the query that answers it, the wordings that training sees, and those kept for the hard third of the evaluation. */
export interface Question {
  sql: string;
  train: readonly string[];
  evalHard: readonly string[];
}

export const authorId = "(SELECT id FROM authors WHERE name = '{author}')";
export const memberId = "(SELECT id FROM members WHERE name = '{member}')";

/** One table. */
export const easy: readonly Question[] = [
  {
    sql: "SELECT COUNT(*) FROM books WHERE genre = '{genre}'",
    train: [
      "How many {genre} books are there?",
      "Count the {genre} books.",
      "What is the number of books in {genre}?",
      "How many books belong to the genre {genre}?",
    ],
    evalHard: [
      "How big is the {genre} section, in titles?",
      "If I carried out every {genre} volume, how many would that be?",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE genre = '{genre}'",
    train: [
      "List the titles of all {genre} books.",
      "Which {genre} books are there?",
      "Show me every title in {genre}.",
      "What are the {genre} books called?",
    ],
    evalHard: ["I am in the mood for {genre}; what could I read?", "Name everything on the {genre} shelf."],
  },
  {
    sql: "SELECT title FROM books WHERE year > {year}",
    train: [
      "Which books came out after {year}?",
      "List the titles published after {year}.",
      "Show books newer than {year}.",
      "Which titles have a year later than {year}?",
    ],
    evalHard: ["Only works more recent than {year}, please.", "What has been printed since {year} ended?"],
  },
  {
    sql: "SELECT title FROM books WHERE year < {year}",
    train: [
      "Which books came out before {year}?",
      "List the titles published before {year}.",
      "Show books older than {year}.",
      "Which titles have a year earlier than {year}?",
    ],
    evalHard: [
      "Which works were already in print when {year} began?",
      "I collect old stuff: anything predating {year}?",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE pages > {pages}",
    train: [
      "Which books have more than {pages} pages?",
      "List titles longer than {pages} pages.",
      "Show the books with over {pages} pages.",
      "What books exceed {pages} pages?",
    ],
    evalHard: ["Find me bricks to read, thicker than {pages} pages.", "Whose length goes beyond {pages} pages?"],
  },
  {
    sql: "SELECT name FROM authors WHERE country = '{country}'",
    train: [
      "Which authors are from {country}?",
      "List the authors from {country}.",
      "Who are the writers from {country}?",
      "Name all authors whose country is {country}.",
    ],
    evalHard: ["What novelists does {country} contribute?", "Whose home country is {country}, among those who write?"],
  },
  {
    sql: "SELECT name FROM members WHERE city = '{city}'",
    train: [
      "Which members live in {city}?",
      "List the members from {city}.",
      "Show the names of members in {city}.",
      "Who of the members lives in {city}?",
    ],
    evalHard: [
      "Our card holders around {city}: who are they?",
      "I want to invite all readers registered in {city}; give me names.",
    ],
  },
  {
    sql: "SELECT COUNT(*) FROM members WHERE city = '{city}'",
    train: [
      "How many members live in {city}?",
      "Count the members from {city}.",
      "What is the number of members in {city}?",
      "How many of the members are from {city}?",
    ],
    evalHard: [
      "For a reading in {city}, how many card holders could show up?",
      "Head count of our readers in {city}, please.",
    ],
  },
  {
    sql: "SELECT name FROM members WHERE joined = {joined}",
    train: [
      "Which members joined in {joined}?",
      "Who became a member in {joined}?",
      "List the members who joined in {joined}.",
      "Show the names of members that joined in {joined}.",
    ],
    evalHard: ["Who signed up for a card in {joined}?", "Give me the intake of {joined}, by name."],
  },
  {
    sql: "SELECT genre FROM books WHERE title = '{title}'",
    train: [
      "What genre is {title}?",
      "Which genre does {title} have?",
      "To which genre does {title} belong?",
      "Tell me the genre of {title}.",
    ],
    evalHard: ["On which shelf would I find {title}: poetry, crime, or what?", "What kind of book is {title}?"],
  },
  {
    sql: "SELECT pages FROM books WHERE title = '{title}'",
    train: [
      "How many pages does {title} have?",
      "How long is {title}?",
      "What is the page count of {title}?",
      "Tell me the number of pages of {title}.",
    ],
    evalHard: ["I am about to start {title}; what length am I in for?", "At which page does {title} end?"],
  },
  {
    sql: "SELECT born FROM authors WHERE name = '{author}'",
    train: [
      "When was {author} born?",
      "In which year was {author} born?",
      "What is the birth year of {author}?",
      "Tell me the year of birth of {author}.",
    ],
    evalHard: [
      "From which year on did {author} walk this earth?",
      "What birth year do we have on file for the writer {author}?",
    ],
  },
];

/** Subqueries, aggregates, two conditions. */
export const medium: readonly Question[] = [
  {
    sql: `SELECT title FROM books WHERE author_id = ${authorId}`,
    train: [
      "Which books did {author} write?",
      "List the titles by {author}.",
      "Show all books by {author}.",
      "What has {author} written?",
    ],
    evalHard: ["I loved {author}; what else came from that pen?", "Everything authored by {author}, please."],
  },
  {
    sql: `SELECT COUNT(*) FROM books WHERE author_id = ${authorId}`,
    train: [
      "How many books did {author} write?",
      "Count the books by {author}.",
      "What is the number of books by {author}?",
      "How many titles are by {author}?",
    ],
    evalHard: [
      "How productive was {author}, measured in titles we own?",
      "With how many works is {author} represented?",
    ],
  },
  {
    sql: "SELECT name FROM authors WHERE id = (SELECT author_id FROM books WHERE title = '{title}')",
    train: [
      "Who wrote {title}?",
      "Who is the author of {title}?",
      "Which author wrote {title}?",
      "Tell me the author of {title}.",
    ],
    evalHard: ["Whose work is {title}?", "Out of whose imagination did {title} come?"],
  },
  {
    sql: "SELECT AVG(pages) FROM books WHERE genre = '{genre}'",
    train: [
      "What is the average number of pages of {genre} books?",
      "How many pages do {genre} books have on average?",
      "Give the average length of the {genre} books.",
      "Average page count in {genre}?",
    ],
    evalHard: [
      "How thick is a typical {genre} volume, taking the mean of the pages?",
      "Mean page total within {genre}, please.",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE genre = '{genre}' ORDER BY pages DESC LIMIT 1",
    train: [
      "What is the longest {genre} book?",
      "Which {genre} book has the most pages?",
      "Show the title of the longest book in {genre}.",
      "Which is the thickest {genre} book?",
    ],
    evalHard: [
      "Within {genre}, which single work takes the longest to read?",
      "Top of {genre} by page count: what is it called?",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE genre = '{genre}' ORDER BY pages LIMIT 1",
    train: [
      "What is the shortest {genre} book?",
      "Which {genre} book has the fewest pages?",
      "Show the title of the shortest book in {genre}.",
      "Which is the thinnest {genre} book?",
    ],
    evalHard: [
      "I have only one evening: the slimmest thing in {genre}?",
      "Bottom of {genre} by page count: what is it called?",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE genre = '{genre}' AND year > {year}",
    train: [
      "Which {genre} books came out after {year}?",
      "List {genre} titles published after {year}.",
      "Show the {genre} books newer than {year}.",
      "What {genre} books are later than {year}?",
    ],
    evalHard: [
      "Any {genre} that is younger than {year}?",
      "I read {genre}, but nothing from {year} or earlier; what fits?",
    ],
  },
  {
    sql: "SELECT SUM(copies) FROM books WHERE genre = '{genre}'",
    train: [
      "How many copies of {genre} books are there in total?",
      "What is the total number of copies in {genre}?",
      "Add up the copies of all {genre} books.",
      "How many copies do the {genre} books have together?",
    ],
    evalHard: ["Counting duplicates, how many physical {genre} books do we own?", "Sum of copies across {genre}?"],
  },
  {
    sql: "SELECT name FROM members WHERE level = '{level}' AND city = '{city}'",
    train: [
      "Which {level} members live in {city}?",
      "List the members from {city} with level {level}.",
      "Show the {level} members in {city}.",
      "Who in {city} is a {level} member?",
    ],
    evalHard: ["Of our readers around {city}, who holds a {level} card?", "Names for {city}, but level {level} only."],
  },
  {
    sql: `SELECT title FROM books WHERE id IN (SELECT book_id FROM loans WHERE member_id = ${memberId})`,
    train: [
      "Which books has {member} borrowed?",
      "List the titles that {member} borrowed.",
      "Show all books that {member} took out.",
      "What has {member} borrowed?",
    ],
    evalHard: ["Recall the reading history of {member}, titles only.", "What did {member} ever carry home from here?"],
  },
  {
    sql: "SELECT name FROM members WHERE id IN (SELECT member_id FROM loans WHERE book_id = (SELECT id FROM books WHERE title = '{title}'))",
    train: [
      "Who borrowed {title}?",
      "Which members have borrowed {title}?",
      "List the members who took out {title}.",
      "Show everyone who borrowed {title}.",
    ],
    evalHard: ["Through whose hands has {title} gone?", "A page of {title} is torn; which borrowers should I ask?"],
  },
  {
    sql: `SELECT COUNT(*) FROM loans WHERE member_id = ${memberId}`,
    train: [
      "How many loans does {member} have?",
      "How often has {member} borrowed a book?",
      "Count the loans of {member}.",
      "What is the number of loans of {member}?",
    ],
    evalHard: [
      "Is {member} a keen borrower? Give the tally of loans.",
      "How many times did {member} take something out?",
    ],
  },
  {
    sql: "SELECT title FROM books WHERE year BETWEEN {year} AND {later}",
    train: [
      "Which books came out between {year} and {later}?",
      "List the titles published from {year} to {later}.",
      "Show the books from the years {year} to {later}.",
      "What books have a year between {year} and {later}?",
    ],
    evalHard: [
      "My research covers {year} through {later}; what was printed then?",
      "Works no older than {year} and no newer than {later}, please.",
    ],
  },
  {
    sql: "SELECT COUNT(*) FROM books WHERE author_id IN (SELECT id FROM authors WHERE country = '{country}')",
    train: [
      "How many books are by authors from {country}?",
      "Count the books by writers from {country}.",
      "What is the number of books whose author is from {country}?",
      "How many titles did authors from {country} write?",
    ],
    evalHard: [
      "How well is {country} represented, counted in titles by its writers?",
      "For {country} week, how many works by its novelists can we put on display?",
    ],
  },
];
