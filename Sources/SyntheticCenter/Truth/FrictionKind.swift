/// The friction the simulation knows the truth of, named as in the catalogue (`domain.md` F1).
enum FrictionKind: String, CaseIterable, Sendable {
  case longWait = "F01 long-wait"
  case abandoned = "F02 abandoned"
  case transfer = "F03 transfer"
  case coldTransfer = "F04 cold-transfer"
  case pingPong = "F06 ping-pong"
  case hold = "F07 long-hold"
  case slowFirstResponse = "F08 slow-first-response"
  case slowReply = "F09 slow-reply"
  case forcedSwitch = "F14 forced-switch"
  case failedSelfService = "F16 failed-self-service"
  case repeatContact = "F18 repeat-contact"
  case reopened = "F19 reopened"
  case statusChase = "F20 status-chase"
  case duplicateOutreach = "F21 duplicate-outreach"
  case agentHangUp = "F22 dropped"
  case deadEnd = "F23 dead-end"
  case callbackNotKept = "F24 broken-callback"
  case escalation = "F28 escalation"
  case slaBreach = "F29 sla-breach"
  case tooManyTouches = "F33 too-many-touches"
  case wrongHours = "F34 wrong-hours"

  /// The number in the catalogue.
  var number: Substring { rawValue.prefix(3) }
  /// The id of the detector that should see it.
  var detector: Substring { rawValue.dropFirst(4) }
}
