using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange;
using Npgsql;

namespace Longwatch.Registry.Cohorts;

/// <summary>Makes domain facts of rows of the registry; columns in the order in which <see cref="CohortLoader"/> asks for them.</summary>
internal static class CohortRows
{
    public const string PatientColumns =
        "pseudonym, centre, sex, birth, index_disease, prior_lines, prior_autologous_transplant, prior_allogeneic_transplant, prior_tbi, prior_alkylator";

    public static Patient Patient(NpgsqlDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            Code<Sex>(r, 2),
            Text(r, 3) is { } birth && PartialDate.TryParse(birth, out var date) ? date : null,
            Code<IndexDisease>(r, 4),
            r.IsDBNull(5) ? null : r.GetInt32(5),
            new PriorExposure(Code<Ternary>(r, 6), Code<Ternary>(r, 7), Code<Ternary>(r, 8), Code<Ternary>(r, 9))
        );

    public static Infusion Infusion(NpgsqlDataReader r, int patient) =>
        new(r.GetString(1), patient, Date(r, 2), r.GetString(3), Text(r, 4));

    public static Visit Visit(NpgsqlDataReader r, int patient) =>
        new(patient, Date(r, 1), Code<VitalStatus>(r, 2), MaybeDate(r, 3), Code<DiseaseStatus>(r, 4), MaybeDate(r, 5));

    public static Neoplasm Neoplasm(NpgsqlDataReader r, int patient) =>
        new(
            r.GetString(1),
            patient,
            Date(r, 2),
            r.GetString(3),
            Text(r, 4),
            Code<Lineage>(r, 5),
            Code<NeoplasmRelation>(r, 6),
            Code<Ternary>(r, 7)
        );

    public static Specimen Specimen(NpgsqlDataReader r, int patient, Dictionary<Guid, int> neoplasms) =>
        new(
            r.GetString(2),
            patient,
            !r.IsDBNull(1) && neoplasms.TryGetValue(r.GetGuid(1), out var neoplasm) ? neoplasm : null,
            Code<SpecimenType>(r, 3),
            MaybeDate(r, 4),
            Code<CustodyStatus>(r, 5),
            Text(r, 6),
            Number(r, 7)
        );

    public static TransgeneTest Test(NpgsqlDataReader r, int specimen) =>
        new(
            r.GetString(1),
            specimen,
            MaybeDate(r, 2),
            r.GetString(3),
            Code<TestStatus>(r, 4),
            Code<TestResult>(r, 5),
            Number(r, 6),
            Number(r, 7),
            Code<Ternary>(r, 8)
        );

    public static Therapy Therapy(NpgsqlDataReader r, int patient) => new(patient, Date(r, 1), Code<TherapyKind>(r, 2), Text(r, 3));

    private static T Code<T>(NpgsqlDataReader r, int column)
        where T : struct, Enum => Codes.Parse<T>(r.GetString(column));

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static double? Number(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetDouble(column);

    private static DateOnly Date(NpgsqlDataReader r, int column) => r.GetFieldValue<DateOnly>(column);

    private static DateOnly? MaybeDate(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : Date(r, column);
}
