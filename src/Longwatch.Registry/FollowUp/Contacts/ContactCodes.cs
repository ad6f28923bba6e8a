namespace Longwatch.Registry.FollowUp.Contacts;

/// <summary>How somebody tried to reach a patient.</summary>
public enum ContactMeans
{
    Telephone,
    Letter,
    Email,
    InPerson,
    OtherPhysician,
    NextOfKin,
}

/// <summary>What came of an attempt.</summary>
public enum ContactOutcome
{
    Reached,

    /// <summary>Somebody who knows of the patient was reached.</summary>
    ReachedSomebodyWhoKnows,
    NoAnswer,
    AddressWrong,
    DeclinedToTalk,
}
