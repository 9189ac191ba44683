package import JourneyModel

/// The detectors, in the order of the catalogue.
package enum Detectors {
  /// Findings name their detectors by positions in this list.
  package static let all: [any FrictionDetector.Type] = [
    LongWait.self,
    Abandoned.self,
    Transfer.self,
    Misroute.self,
    PingPong.self,
    LongHold.self,
    SlowFirstResponse.self,
    SlowReply.self,
    ReAuthentication.self,
    MenuLoop.self,
    SaysSo.self,
    ForcedSwitch.self,
    FailedSelfService.self,
    BotTrap.self,
    RepeatContact.self,
    Reopened.self,
    StatusChase.self,
    DuplicateOutreach.self,
    Dropped.self,
    DeadEnd.self,
    BrokenCallback.self,
    Stalled.self,
    WaitStatusAbuse.self,
    ConfusedBrowsing.self,
    Escalation.self,
    SLABreach.self,
    TooManyTouches.self,
    WrongHours.self,
  ]

  /// How they describe themselves.
  package static let descriptions: [ComponentDescription] = all.map { $0.description }

  /// The number by which findings name a detector; nil if there is none of that id.
  package static func number(of id: String) -> UInt8? {
    descriptions.firstIndex { $0.id == id }.map { UInt8($0) }
  }

  /// All of them with their parameters bound, of the same positions.
  package static func bound(to parameters: ParameterValues) -> [any FrictionDetector] {
    all.map { $0.init(parameters) }
  }
}
