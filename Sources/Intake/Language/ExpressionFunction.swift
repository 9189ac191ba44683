/// The functions of the adapter language: a closed list, each for one chore of a field.
///
/// What is added here needs a case in `ExpressionChecker`, one in `PlanCompiler` and one in
/// `RecordNormalizer`; the reference page is made from the texts below.
enum ExpressionFunction: String, Sendable, CaseIterable {
  // Durations.
  case seconds, milliseconds, minutes, hours, clock
  case since1970 = "since-1970"
  case between
  // Instants.
  case time, after, before
  // Numbers.
  case number, sum, difference, count, amount
  // Texts.
  case concat, lower, split, slice, id
  case withoutLast = "without-last"
  // Choices.
  case first
  case nullIf = "null-if"
  case choice = "if"
  // Conditions.
  case startsWith = "starts-with"
  case endsWith = "ends-with"
  case contains
  case isNumber = "is-number"
  // Beyond the record's own text.
  case lookup, json, setting

  /// How it is called.
  var signature: String {
    switch self {
    case .between: "between(start, end)"
    case .time: "time(value, \"format\")"
    case .after: "after(instant, duration)"
    case .before: "before(instant, duration)"
    case .sum: "sum(a, b, …)"
    case .amount: "amount(number, currency)"
    case .difference: "difference(a, b)"
    case .concat: "concat(a, b, …)"
    case .split: "split(text, \"separator\", n)"
    case .withoutLast: "without-last(text, \"separator\")"
    case .slice: "slice(text, from, count)"
    case .first: "first(a, b, …)"
    case .nullIf: "null-if(value, \"marker\", …)"
    case .choice: "if(condition, a, b)"
    case .startsWith: "starts-with(text, \"beginning\")"
    case .endsWith: "ends-with(text, \"end\")"
    case .contains: "contains(text, \"part\")"
    case .lookup: "lookup(table, key)"
    case .json: "json(text, \"path\")"
    case .setting: "setting($parameter)"
    default: "\(rawValue)(value)"
    }
  }

  /// How many arguments it takes.
  var argumentCount: ClosedRange<Int> {
    switch self {
    case .between, .time, .after, .before, .difference, .withoutLast, .startsWith, .endsWith,
      .contains, .lookup, .json:
      2...2
    case .first: 1...16
    case .amount: 1...2
    case .sum, .concat, .nullIf: 2...16
    case .split, .slice: 3...3
    case .choice: 2...3
    default: 1...1
    }
  }

  /// The type it gives for arguments of those types.
  func type(of arguments: [ValueType]) -> ValueType {
    switch self {
    case .seconds, .milliseconds, .minutes, .hours, .clock, .since1970, .between: .duration
    case .time, .after, .before: .instant
    case .number, .count: .number
    case .amount, .concat, .lower, .split, .slice, .withoutLast: .text
    case .startsWith, .endsWith, .contains, .isNumber: .truth
    case .id, .nullIf, .lookup, .json, .setting: .unread
    case .first: .common(arguments)
    case .choice: .common(arguments.dropFirst())
    // Values of the record are numbers here.
    case .sum, .difference: arguments.contains(.duration) ? .duration : .number
    }
  }

  /// What it gives, for the reference page.
  var summary: String {
    switch self {
    case .seconds: "a number of seconds as a duration"
    case .milliseconds: "a number of milliseconds as a duration"
    case .minutes: "a number of minutes as a duration"
    case .hours: "a number of hours as a duration"
    case .clock: "`HH:MM:SS` as a duration; hours may exceed 24"
    case .since1970: "a duration written as a date since 1970-01-01 00:00:00"
    case .between: "the duration between two instants; null if it would be negative"
    case .time:
      "an instant written in another format than those of `times`: a pattern or a named format; "
        + "without an offset it is read in the zone of `times`"
    case .after: "an instant so much later"
    case .before: "an instant so much earlier"
    case .number: "a text as a number, exact to a thousandth"
    case .sum: "the sum of the numbers, or of the durations, that exist; null if none does"
    case .difference:
      "a number less another, or a duration less another; null if a duration would be negative"
    case .count: "how many elements an array has; null where there is none"
    case .amount:
      "a number of money as orders state it: `12.50 EUR`, or `12.50 ¤` where no currency is known; "
        + "null without the number"
    case .concat: "the texts one behind the other; null if one of them is null"
    case .lower: "ASCII letters in lower case"
    case .split: "the n-th part of a text, from the end if negative; null if there are fewer"
    case .withoutLast: "a text up to its last separator; all of it where there is none"
    case .slice: "so many characters of a text beginning at the n-th from 1"
    case .id: "a name or id as it was before something wrote it as a number: `9001.0` as 9001"
    case .first: "the first value that exists; objects and arrays are passed over"
    case .nullIf: "the value; null where it is one of the markers"
    case .choice: "one of two values, by a condition; null for a second that is left out"
    case .startsWith: "whether a text begins so; upper and lower case differ"
    case .endsWith: "whether a text ends so"
    case .contains: "whether a text holds a part"
    case .isNumber: "whether a text is a number"
    case .lookup:
      "the key's line in a table; null, and counted, if there is none; null without the table"
    case .json: "a value inside a JSON text; null where the text is no JSON object"
    case .setting: "the text a parameter was set to, where `$parameter` would be a path"
    }
  }

  /// A use of it, for the reference page.
  var example: String {
    switch self {
    case .seconds: "seconds(talk_time)"
    case .milliseconds: "milliseconds(metrics[name == \"tAcd\"].value)"
    case .minutes: "minutes(reply_time_in_minutes.calendar)"
    case .hours: "hours([\"Resolution time\"])"
    case .clock: "clock([\"TALK TIME\"])"
    case .since1970: "since-1970(business_duration)"
    case .between: "between(segmentStart, segmentEnd)"
    case .time: "time(event_date_ms, \"epoch-milliseconds\")"
    case .after: "after(start, sum(clock([\"IVR TIME\"]), clock([\"QUEUE WAIT TIME\"])))"
    case .before: "before(time, seconds(data2))"
    case .number: "number(score) >= 4"
    case .sum: "sum(seconds(hold_time), seconds(talk_time))"
    case .difference: "difference(seconds(duration), seconds(billsec))"
    case .count: "difference(changelog.total, count(changelog.histories))"
    case .amount: "amount(total, currency)"
    case .concat: "concat(DATE, \" \", TIME)"
    case .lower: "lower(Origin)"
    case .split: "split(split(clid, \"<\", 2), \">\", 1)"
    case .withoutLast: "without-last(dstchannel, \"-\")"
    case .slice: "slice(CaseId, 1, 15)"
    case .id: "id(ticket_id)"
    case .first: "first(caller_id.value, caller_id)"
    case .nullIf: "null-if(agent_id, \"0\", \"-1\")"
    case .choice: "if(direction == \"inbound\", from, to)"
    case .startsWith: "starts-with(OwnerId, \"00G\")"
    case .endsWith: "ends-with(type, \".transferred\")"
    case .contains: "contains(tags, \"vip\")"
    case .isNumber: "is-number(state)"
    case .lookup: "first(lookup(queues, queueId), queueId)"
    case .json: "json(task.attributes, \"call_sid\")"
    case .setting: "question_id == setting($question)"
    }
  }
}
