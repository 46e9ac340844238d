/**
 * Invoice texts. Slots that the answer needs: vendor, number, date, amount (with its currency). Slots that it does not need: net, tax
 * (plain numbers), order, customer, due (a date), name, n, phone.
 */
export interface Texts {
  easy: readonly string[];
  medium: readonly string[];
  hard: readonly string[];
}

/** Texts of training rows; easy and medium evaluation rows use them too, with other values. */
export const train: Texts = {
  easy: [
    "{vendor}\nInvoice {number}\nDate: {date}\nTotal: {amount}",
    "Invoice no. {number}\n{vendor}\n{date}\nTotal {amount}",
    "From: {vendor}\nInvoice: {number}\nInvoice date: {date}\nAmount: {amount}",
    "INVOICE {number}\nSeller: {vendor}\nIssued: {date}\nSum: {amount}",
    "Vendor: {vendor}\nNumber: {number}\nDate: {date}\nTo pay: {amount}",
    "Date: {date}\nInvoice number: {number}\nCompany: {vendor}\nTotal due: {amount}",
    "Bill {number} of {date}\n{vendor}\nAmount due: {amount}",
    "{vendor} | {number} | {date} | {amount}",
    "Total: {amount}\nDate: {date}\nInvoice: {number}\nSupplier: {vendor}",
    "{vendor}, invoice {number}, {date}, {amount}",
    "Tax invoice\n{vendor}\nNo. {number}\n{date}\n{amount}",
    "Receipt {number}, {vendor}, paid {amount} on {date}",
  ],
  medium: [
    "{vendor} sent us invoice {number} dated {date} for {amount}.",
    "Please pay invoice {number} of {date} from {vendor}: {amount}.",
    "On {date} {vendor} billed us {amount}, invoice number {number}.",
    "Attached is invoice {number} from {vendor}. It was issued on {date} and comes to {amount}.",
    "Dear {name}, our invoice {number} of {date} amounts to {amount}. Regards, {vendor}",
    "Hello {name}, we charge {amount} for your order. Invoice {number}, {date}. {vendor}",
    "Invoice {number} by {vendor} was written on {date}. The total is {amount}.",
    "We received a bill from {vendor} on {date}. Its number is {number} and the sum is {amount}.",
    "The amount of {amount} is owed to {vendor} under invoice {number} of {date}.",
    "Here is the bill: {vendor}, {date}, number {number}, {amount} in all.",
    "Thank you for shopping at {vendor}! Invoice {number}, {date}, total {amount}.",
    "{name} forwarded invoice {number} from {vendor}, dated {date}, total {amount}.",
    "For the work in your office {vendor} asks {amount}. See invoice {number} of {date}.",
    "Reminder: {amount} to {vendor}, invoice {number}, issued {date}.",
    "Your invoice {number} is ready. Date {date}, total {amount}. Yours, {vendor}",
    "{vendor} wrote invoice {number} on {date}; it says {amount}.",
  ],
  hard: [
    "{vendor}\nInvoice {number}\nDate: {date}\nDue: {due}\nTotal: {amount}",
    "{vendor}\nInvoice {number}, {date}\nNet {net}\nTax {tax}\nTotal {amount}",
    "Order {order}\nInvoice {number}\n{vendor}\n{date}\nTotal: {amount}",
    "Customer {customer}\n{vendor}\nInvoice {number}\n{date}\n{n} items\nTotal: {amount}",
    "Invoice {number} from {vendor}, issued {date}, payable by {due}: {amount}.",
    "{vendor} billed {net} plus {tax} tax, {amount} in total, on {date}. Invoice {number}.",
    "Dear {name}, for order {order} we send invoice {number} of {date}: {amount}. {vendor}",
    "Please transfer {amount} to {vendor} by {due}. Invoice {number}, dated {date}.",
    "On {date} {vendor} delivered {n} boxes and charged {amount}, invoice {number}.",
    "Subtotal {net}, tax {tax}, total {amount}. {vendor}, invoice {number}, {date}.",
    "{vendor}, phone {phone}. Invoice {number} of {date}. Total {amount}.",
    "Invoice {number} ({vendor}) of {date} is due on {due}. We owe {amount}.",
    "Hi {name}, {vendor} wants {amount} by {due}; the invoice is {number} from {date}.",
    "Customer number {customer}, invoice number {number}. {vendor} charges {amount}. Date of invoice {date}.",
    "{n} chairs: {net}. Tax: {tax}. To pay: {amount}. Invoice {number}, {date}, {vendor}.",
  ],
};

/** The hard third of the evaluation: texts that no training row uses, most with values that do not belong in the answer. */
export const evalHard: readonly string[] = [
  "{name}, could you settle {number}? {vendor} put it in the post on {date}, we are asked for {amount} and have until {due}.",
  "Fw: {vendor} // ref. {number} // {date} // grand total {amount} // before tax {net}",
  "We at {vendor} would be grateful for {amount}. Quote {number}, which we made out on {date}, in your transfer.",
  "As agreed on the phone ({phone}), {vendor} now invoices {amount}; document {number}, day of issue {date}.",
  "Statement for client {customer}: {vendor} booked {number} on {date}, balance {amount}.",
  "Paper clipped to the wall: owe {vendor} {amount}!! see {number}, they made it out {date}",
  "{date}, {vendor}. Goods {net}, VAT {tax}, altogether {amount}. Our reference: {number}. Your reference: {order}.",
  "The accountant of {vendor} writes that {number}, drawn up {date}, is still open with {amount}.",
  "Deadline {due}! Document {number} ({date}): kindly remit {amount} to {vendor}.",
  "{n} hours of repair, {net} before and {amount} after tax, says {vendor} in {number}, made out {date}.",
  "Scan 1 of 1. Letterhead: {vendor}. Top right: {date}. Below: no. {number}. Bottom line: {amount}.",
  "{name} ordered under {order}. {vendor} shipped and enclosed {number}, bearing the date {date}, with {amount} at the foot.",
  "Payable: {amount}\nPayee: {vendor}\nDoc: {number}\nMade out: {date}\nLatest: {due}",
  "According to {number}, which {vendor} filed {date}, the damage is {amount}, {tax} of it tax.",
  "To {name}: what {vendor} did for us costs {amount}, as {number} of {date} shows; they allow us till {due}.",
  "{vendor} thanks client {customer}. Bill no. {number} / {date} / {n} articles / balance {amount}",
  "Could someone check {number}? {amount} looks steep for {n} lamps, and {vendor} printed {date} on it.",
  "Expense claim by {name}: {amount}, spent at {vendor}, voucher {number}, {date}, purchase {order}.",
  "Issuer {vendor}; issue day {date}; expiry {due}; identifier {number}; gross {amount}; net {net}.",
  "Overdue since {due}: {number} of {vendor}, from {date}, open sum {amount}.",
];
