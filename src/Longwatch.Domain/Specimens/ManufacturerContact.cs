namespace Longwatch.Domain.Specimens;

/// <summary>Whom to contact for instructions on samples of one product, as far as it is publicly known.</summary>
/// <param name="Holder">Holder of the authorisation.</param>
/// <param name="Contact">Public telephone number or address for reports; null when none was found in a source that was read.</param>
/// <param name="Evidence">Evidence tag (V, V2, MK, D).</param>
public sealed record ManufacturerContact(string Product, string Holder, string? Contact, string Source, string Evidence, string? Note);
