using System.Collections.Immutable;

namespace Longwatch.Exchange.Faers;

/// <summary>The tables of a quarter that are read. Report sources (RPSR) are not: no number rests on them.</summary>
internal enum FaersTable
{
    Demo,
    Drug,
    Reac,
    Outc,
    Indi,
    Ther,

    /// <summary>Cases taken back: one case number per line, in some quarters below a header.</summary>
    Deleted,
}

/// <summary>A column by the names it has had since 2004.</summary>
internal sealed record FaersColumn(bool Mandatory, params ImmutableArray<string> Names)
{
    internal static FaersColumn Report { get; } = new(true, "primaryid", "isr");

    internal static FaersColumn Sequence { get; } = new(true, "drug_seq", "dsg_drug_seq", "indi_drug_seq");

    /// <summary>The columns of a table in the order in which its parser asks for them.</summary>
    internal static ImmutableArray<FaersColumn> Of(FaersTable table) =>
        table switch
        {
            FaersTable.Demo =>
            [
                Report,
                new(true, "caseid", "case"),
                new(false, "caseversion"),
                new(true, "fda_dt"),
                new(false, "init_fda_dt"),
                new(true, "event_dt"),
                new(true, "age"),
                new(true, "age_cod"),
                new(true, "sex", "gndr_cod"),
                new(false, "occr_country"),
                new(false, "reporter_country"),
                new(false, "mfr_num"),
            ],
            FaersTable.Drug => [Report, Sequence, new(true, "role_cod"), new(true, "drugname"), new(false, "prod_ai")],
            FaersTable.Reac => [Report, new(true, "pt")],
            FaersTable.Outc => [Report, new(true, "outc_cod", "outc_code")],
            FaersTable.Indi => [Report, Sequence, new(true, "indi_pt")],
            FaersTable.Ther => [Report, Sequence, new(true, "start_dt")],
            _ => [],
        };
}
