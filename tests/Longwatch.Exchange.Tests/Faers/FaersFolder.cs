using System.IO.Compression;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Faers;

namespace Longwatch.Exchange.Tests.Faers;

/// <summary>A folder of hand-written quarters that is gone after the test.</summary>
internal sealed class FaersFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("longwatch-faers-").FullName;

    public static string Knowledge { get; } = FindKnowledge();

    public static SignalKnowledge Known => SignalDataFiles.Read(Knowledge);

    /// <summary>One quarter in the layout since 2012 Q4; lines are joined by LF.</summary>
    public FaersFolder Quarter(
        string quarter,
        string[] demo,
        string[] drug,
        string[] reac,
        string[]? indi = null,
        string[]? ther = null,
        string[]? outc = null
    )
    {
        Write(
            $"DEMO{quarter}.txt",
            [
                "primaryid$caseid$caseversion$i_f_code$event_dt$init_fda_dt$fda_dt$mfr_num$age$age_cod$sex$reporter_country$occr_country",
                .. demo,
            ]
        );
        Write($"DRUG{quarter}.txt", ["primaryid$caseid$drug_seq$role_cod$drugname$prod_ai$val_vbm", .. drug]);
        Write($"REAC{quarter}.txt", ["primaryid$caseid$pt$drug_rec_act", .. reac]);
        Write($"INDI{quarter}.txt", ["primaryid$caseid$indi_drug_seq$indi_pt", .. indi ?? []]);
        Write($"THER{quarter}.txt", ["primaryid$caseid$dsg_drug_seq$start_dt$end_dt", .. ther ?? []]);
        Write($"OUTC{quarter}.txt", ["primaryid$caseid$outc_cod", .. outc ?? []]);
        return this;
    }

    public FaersFolder Write(string file, params string[] lines)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")), System.Text.Encoding.Latin1);
        return this;
    }

    /// <summary>Packs the files of a quarter and takes them out of the folder.</summary>
    public FaersFolder Zip(string archive, string quarter)
    {
        using var zip = ZipFile.Open(System.IO.Path.Combine(Path, archive), ZipArchiveMode.Create);
        foreach (var file in Directory.GetFiles(Path, $"????{quarter}.txt"))
        {
            zip.CreateEntryFromFile(file, "ascii/" + System.IO.Path.GetFileName(file));
            File.Delete(file);
        }

        return this;
    }

    public FaersReading Read(params string[] quarters) => FaersReader.Read(Path, new(quarters));

    public FaersReading.Reports Reports(params string[] quarters)
    {
        var reading = Read(quarters);
        Assert.True(reading is FaersReading.Reports, string.Join('\n', reading.Problems.Lines()));
        return (FaersReading.Reports)reading;
    }

    public string Refused(params string[] quarters)
    {
        var reading = Read(quarters);
        Assert.IsType<FaersReading.Refused>(reading);
        return string.Join('\n', reading.Problems.Lines());
    }

    /// <summary>Study without looking for duplicates, all roles that suspect.</summary>
    public static SignalResult Study(FaersReading.Reports reports, bool merge = false) =>
        SignalStudy.Run(
            reports.Data,
            reports.Ledger,
            Known,
            new(DrugRoles.PrimarySuspect | DrugRoles.SecondarySuspect, merge, null, AllPairs: true)
        );

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string FindKnowledge()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Longwatch.slnx")))
                return System.IO.Path.Combine(folder.FullName, "data", "signals");
        throw new InvalidOperationException("The tests run outside the working tree.");
    }
}
