using System.Globalization;
using System.Security.Cryptography;
using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange;
using Longwatch.Exchange.Genetics;
using Longwatch.Genomics;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;

namespace Longwatch.Registry.Assays;

/// <summary>Takes the <c>verdict.json</c> of <c>longwatch genetics</c> as the result of a sequencing test.</summary>
public sealed class ImportVerdict(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    public sealed record Command(EnteredResult Entered, ReadOnlyMemory<byte> File);

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Version of the test.</returns>
    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        SequencingResult verdict;
        try
        {
            verdict = SequencingResultReader.Read("the file", command.File);
        }
        catch (UnreadableInputException e)
        {
            return new Refusal("result.file", e.Message);
        }

        return await new ResultEntry(store, ground, time).Enter(
            caller,
            "assays.import-verdict",
            command.Entered,
            (test, specimen, patient, detail) =>
            {
                if (ground.Casework.Assay(test.Assay)?.Method is not (AssayMethod.WholeGenome or AssayMethod.TargetedSequencing))
                    return new("result.method", "This test is no sequencing.");
                if (Mistaken(verdict, specimen, patient) is { } why)
                    return why;
                Fill(test, specimen, detail, verdict);
                detail.FileSha256 = Convert.ToHexStringLower(SHA256.HashData(command.File.Span));
                return null;
            },
            cancellation
        );
    }

    /// <summary>A file of another person or another kind of specimen must not become a result here.</summary>
    private static Refusal? Mistaken(SequencingResult verdict, SpecimenRow specimen, PatientRow patient) =>
        verdict.Person is { Length: > 0 } person && person != patient.Pseudonym
            ? new("result.other-person", "The verdict states another person: it is not of this specimen.")
        : verdict.Compartment != "unknown" && Compartment(specimen.Type) is { } expected && verdict.Compartment != expected
            ? new("result.other-specimen", $"The verdict is of {verdict.Compartment}, the specimen is {Codes.Of(specimen.Type)}.")
        : null;

    private static void Fill(TestRow test, SpecimenRow specimen, TestDetailRow detail, SequencingResult verdict)
    {
        (test.Status, test.Result, test.VectorClonal) = (verdict.Status, verdict.Result, verdict.VectorClonal);
        if (test.Status == TestStatus.Valid)
        {
            test.CopiesPerCell = verdict.Result == TestResult.Detected ? verdict.CopiesPerCell : null;
            test.LimitOfDetection = verdict.LimitOfDetection is > 0 ? verdict.LimitOfDetection : null;
            (detail.CopiesLower, detail.CopiesUpper) = (verdict.CopiesLower, verdict.CopiesUpper);
        }

        var remarks = verdict.Reasons.Take(20).ToList();
        if (verdict.WhyNoLimit is { } noLimit)
            remarks.Add(noLimit);
        if (verdict.Purity is { } purity)
        {
            if (specimen.TumourFraction is { } known && Math.Abs(known - purity) > 0.05)
                remarks.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The analysis was told a tumour content of {purity}, the specimen's record has {known}."
                    )
                );
            specimen.TumourFraction ??= purity;
        }

        detail.Remarks = [.. remarks];
        detail.Sites = [.. verdict.Sites.SelectMany(StoredSite.Of).Select(s => s.ToString())];
        detail.SitesPlaced = verdict.SitesPlaced;
        detail.Sentence = verdict.Sentence;
        detail.FileVersion =
            $"Longwatch {verdict.ProgramVersion}, rules {verdict.RulesVersion}, vectors {verdict.VectorsHash[..Math.Min(12, verdict.VectorsHash.Length)]}";
    }

    private static string? Compartment(SpecimenType type) =>
        type switch
        {
            SpecimenType.Tumour => "tumour",
            SpecimenType.Blood => "blood",
            SpecimenType.Marrow => "marrow",
            SpecimenType.Apheresis => "apheresis",
            SpecimenType.ProductRetain => "product",
            _ => null,
        };
}
