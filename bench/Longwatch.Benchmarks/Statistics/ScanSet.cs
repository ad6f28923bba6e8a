using System.Globalization;
using System.Text;
using Longwatch.Benchmarks.Results;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>A cohort of 42,500 people with 38 cases and four covariates, and genotypes of plink2's generator, as files of both programs. The same bytes from the same seed.</summary>
internal sealed class ScanSet(int people, int variants)
{
    private const int Cases = 38;

    public string Folder { get; } = Home.Work("scan");

    public string Cohort => Path.Combine(Folder, "cohort");

    public string Bed => Path.Combine(Folder, "genotypes.bed");

    public string Bcf => Path.Combine(Folder, "genotypes.bcf");

    public string Stem => Path.Combine(Folder, "genotypes");

    public string Phenotypes => Path.Combine(Folder, "phenotypes.tsv");

    /// <summary>As plink2 reads them, and as the plain fit does.</summary>
    public List<(bool Case, double[] Covariates)> People { get; } = [];

    public void Make()
    {
        _ = Run($"plink2 --dummy {people} {variants} --seed 5 --make-bed --threads 2 --out {Quote(Stem)}");
        _ = Run($"plink2 --bfile {Quote(Stem)} --export bcf --threads 2 --out {Quote(Stem)}");
        string[] names = [.. File.ReadLines(Stem + ".fam").Select(line => line.Split('\t', ' ')[1])];
        Directory.CreateDirectory(Cohort);
        var random = new Longwatch.Statistics.Random.Philox(5, 0);
        var (patients, infusions, visits, neoplasms) = (new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder());
        var table = new StringBuilder("#FID\tIID\tcase\tage\tmale\tlines\tmyeloma\n");
        patients.Append(
            "patient_id,centre,sex,birth_date,index_disease,prior_lines,prior_autologous_transplant,prior_allogeneic_transplant,prior_tbi,prior_alkylator\n"
        );
        infusions.Append("infusion_id,patient_id,infusion_date,product,batch\n");
        visits.Append("patient_id,visit_date,vital_status,death_date,disease_status,relapse_date\n");
        neoplasms.Append("neoplasm_id,patient_id,diagnosis_date,morphology,topography,lineage,relation,clonally_unrelated\n");
        var infused = new DateOnly(2021, 6, 1);
        string[] families = [.. File.ReadLines(Stem + ".fam").Select(line => line.Split('\t', ' ')[0])];
        for (var i = 0; i < names.Length; i++)
        {
            var birth = infused.AddDays(-(int)(365.25 * (40 + (40 * random.NextDouble()))));
            var (male, lines, myeloma) = (random.NextDouble() < 0.55, 1 + (int)(6 * random.NextDouble()), random.NextDouble() < 0.3);
            var isCase = i % (names.Length / Cases) == 17 && People.Count(p => p.Case) < Cases;
            var age = (infused.DayNumber - birth.DayNumber) / 365.25;
            People.Add((isCase, [age, male ? 1 : 0, lines, myeloma ? 1 : 0]));
            table.Append(
                CultureInfo.InvariantCulture,
                $"{families[i]}\t{names[i]}\t{(isCase ? 2 : 1)}\t{age}\t{(male ? 1 : 0)}\t{lines}\t{(myeloma ? 1 : 0)}\n"
            );
            patients.Append(
                CultureInfo.InvariantCulture,
                $"{names[i]},C1,{(male ? "male" : "female")},{birth:yyyy-MM-dd},{(myeloma ? "multiple_myeloma" : "large_b_cell_lymphoma")},{lines},,,,\n"
            );
            infusions.Append(
                CultureInfo.InvariantCulture,
                $"i{i},{names[i]},{infused:yyyy-MM-dd},{(myeloma ? "ciltacabtagene_autoleucel" : "axicabtagene_ciloleucel")},\n"
            );
            visits.Append(CultureInfo.InvariantCulture, $"{names[i]},2023-06-01,alive,,,\n");
            if (isCase)
                neoplasms.Append(CultureInfo.InvariantCulture, $"n{i},{names[i]},2022-06-01,9702/3,,t_cell,second_primary,\n");
        }

        Write("patients.csv", patients.ToString());
        Write("infusions.csv", infusions.ToString());
        Write("visits.csv", visits.ToString());
        Write("neoplasms.csv", neoplasms.ToString());
        Write("specimens.csv", "specimen_id,patient_id,neoplasm_id,type,collected_date,custody,holder,tumour_fraction\n");
        Write("tests.csv", "test_id,specimen_id,test_date,assay,status,result,copies_per_cell,lod_copies_per_cell,vector_clonal\n");
        Write("therapies.csv", "patient_id,start_date,kind,agent\n");
        File.WriteAllText(Phenotypes, table.ToString());
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(Cohort, file), text);
}
