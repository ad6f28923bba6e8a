using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Signals;
using Longwatch.Evaluation.Signals.Simulation;

namespace Longwatch.Exchange.Faers;

/// <summary>Writes a simulated quarter as FAERS has it, with the truth beside it. The same plan gives the same bytes.</summary>
public static class SimulatedQuarterWriter
{
    /// <summary>The quarter in the file names.</summary>
    public const string Quarter = "24Q3";

    private const string DemoHeader =
        "primaryid$caseid$caseversion$i_f_code$event_dt$mfr_dt$init_fda_dt$fda_dt$rept_cod$auth_num$mfr_num$mfr_sndr$lit_ref$age$age_cod$age_grp$sex$e_sub$wt$wt_cod$rept_dt$to_mfr$occp_cod$reporter_country$occr_country";

    private const string DrugHeader =
        "primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm$route$dose_vbm$cum_dose_chr$cum_dose_unit$dechal$rechal$lot_num$exp_dt$nda_num$dose_amt$dose_unit$dose_form$dose_freq";

    private static readonly (string Table, string Header)[] Tables =
    [
        ("DEMO", DemoHeader),
        ("DRUG", DrugHeader),
        ("REAC", "primaryid$caseid$pt$drug_rec_act"),
        ("OUTC", "primaryid$caseid$outc_cod"),
        ("INDI", "primaryid$caseid$indi_drug_seq$indi_pt"),
        ("THER", "primaryid$caseid$dsg_drug_seq$start_dt$end_dt$dur$dur_cod"),
    ];

    /// <summary>Replaces the folder by the quarter: seven tables, <c>DELETE24Q3.txt</c>, <c>truth.csv</c> and <c>true-duplicates.csv</c>.</summary>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static IReadOnlyList<string> Write(FaersSimulator simulator, FaersPlan plan, DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(folder);
        return OutputFolder.Replace(folder, fresh => Fill(simulator, plan, fresh));
    }

    private static void Fill(FaersSimulator simulator, FaersPlan plan, string folder)
    {
        var files = Tables.Select(t => Create(folder, $"{t.Table}{Quarter}.txt")).ToArray();
        try
        {
            for (var t = 0; t < files.Length; t++)
                files[t].WriteLine(Tables[t].Header);
            using var deleted = Create(folder, $"DELETE{Quarter}.txt");
            using var duplicates = Create(folder, "true-duplicates.csv");
            duplicates.WriteLine("case,duplicate");
            for (var i = 0; i < plan.Reports; i++)
            {
                foreach (var row in simulator.Case(i))
                {
                    Report(files, simulator, row);
                    if (row.DuplicateOf > 0)
                        duplicates.WriteLine(Text($"{row.DuplicateOf},{row.Case}"));
                }

                if (simulator.IsDeleted(i))
                    deleted.WriteLine(Text($"{simulator.Case(i)[0].Case}"));
            }
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }

        using var truth = Create(folder, "truth.csv");
        truth.WriteLine("product,event,probability,background,signal");
        foreach (var pair in simulator.Truth)
            truth.WriteLine(Text($"{pair.Product},{pair.Event},{pair.Probability},{pair.Background},{(pair.Signal ? "yes" : "no")}"));
    }

    private static void Report(StreamWriter[] files, FaersSimulator simulator, SimulatedReport r)
    {
        var key = Text($"{r.Id}${r.Case}$");
        files[0]
            .WriteLine(
                Text(
                    $"{key}{r.Version}${(r.Version > 1 ? "F" : "I")}${Date(r.EventDate)}${Date(r.Received)}${Date(r.Received)}${Date(r.Received)}$EXP$${(r.ManufacturerNumber > 0 ? $"{r.Country}-SIMULATED-{r.ManufacturerNumber}" : "")}$SIMULATED$${(r.Age < 0 ? "" : r.Age)}${(r.Age < 0 ? "" : "YR")}$${Sex(r.Sex)}$Y$$${Date(r.Received)}$$MD${r.Country}${r.Country}"
                )
            );
        for (var d = 0; d < r.Drugs.Length; d++)
        {
            var drug = r.Drugs[d];
            files[1]
                .WriteLine(
                    Text(
                        $"{key}{d + 1}${Role(drug.Role)}${simulator.DrugName(drug.Drug, drug.Brand)}${simulator.DrugName(drug.Drug, brand: false)}$1$Unknown$UNK$$$U$U$$$$$$$"
                    )
                );
            if (drug.Indication >= 0)
                files[4].WriteLine(Text($"{key}{d + 1}${simulator.EventName(drug.Indication)}"));
            if (drug.Began > 0)
                files[5].WriteLine(Text($"{key}{d + 1}${drug.Began}$$$"));
        }

        foreach (var e in r.Events)
            files[2].WriteLine(Text($"{key}{simulator.EventName(e)}$"));
        files[3].WriteLine(Text($"{key}{Outcome(r.Outcomes)}"));
    }

    private static StreamWriter Create(string folder, string name) =>
        new(File.Create(Path.Combine(folder, name), 1 << 20), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16)
        {
            NewLine = "\n",
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Date(int date) => date == 0 ? "" : date.ToString(CultureInfo.InvariantCulture);

    private static string Sex(ReportedSex sex) =>
        sex switch
        {
            ReportedSex.Female => "F",
            ReportedSex.Male => "M",
            _ => "",
        };

    private static string Role(DrugRoles role) =>
        role switch
        {
            DrugRoles.PrimarySuspect => "PS",
            DrugRoles.SecondarySuspect => "SS",
            DrugRoles.Interacting => "I",
            _ => "C",
        };

    private static string Outcome(ReportedOutcomes outcome) =>
        outcome switch
        {
            ReportedOutcomes.Death => "DE",
            ReportedOutcomes.LifeThreatening => "LT",
            ReportedOutcomes.Hospitalisation => "HO",
            ReportedOutcomes.Disability => "DS",
            ReportedOutcomes.CongenitalAnomaly => "CA",
            ReportedOutcomes.Intervention => "RI",
            _ => "OT",
        };
}
