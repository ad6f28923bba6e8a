using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Assays;

/// <summary>Orders a test of a specimen: with consent only, and with a reason where the check of product and assay warns.</summary>
/// <remarks>From the order on the test is in the clinical record as offered and not performed, so that an unanswered order is never a negative.</remarks>
public sealed class OrderTest(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    private const int ShortestReason = 10;
    private const int LongestReason = 1000;

    /// <summary>What is to be done.</summary>
    /// <param name="Laboratory">Code of the laboratory that is to test.</param>
    /// <param name="Acknowledgement">Why the test is ordered in spite of the warnings.</param>
    public sealed record Command(Guid Specimen, string Assay, string Laboratory, string? Acknowledgement);

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Id of the test.</returns>
    public async Task<Result<Guid>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var found = await store.Read(
            (db, stop) =>
                db.Set<SpecimenRow>().Visible(db, caller, Permission.AssaysOrder).SingleOrDefaultAsync(s => s.Id == command.Specimen, stop),
            cancellation
        );
        if (found is null)
            return Visibility.NotFound;
        return await store.Write<Guid>(
            caller,
            new Act("assays.order", found.Patient, command.Acknowledgement),
            (db, stop) => Order(db, caller, command, stop),
            cancellation
        );
    }

    private async Task<Result<Guid>> Order(RegistryDb db, Caller caller, Command command, CancellationToken cancellation)
    {
        var specimen = await db.Set<SpecimenRow>().SingleAsync(s => s.Id == command.Specimen, cancellation);
        if (ground.Casework.Assay(command.Assay) is not { } assay)
            return new Refusal("assay.unknown", "There is no such assay in the catalogue.");
        if (specimen.Custody is CustodyStatus.Exhausted or CustodyStatus.Destroyed)
            return new Refusal("assay.no-specimen", "Nothing is left of this specimen.");
        if (!await db.Set<LaboratoryRow>().AnyAsync(l => l.Code == command.Laboratory && !l.Voided, cancellation))
            return new Refusal("assay.laboratory", "There is no such laboratory.");
        var consent = await db.Set<TestingConsentRow>().SingleOrDefaultAsync(c => c.Patient == specimen.Patient && !c.Voided, cancellation);
        if (Consent(consent).Against(time.Today()) is { } against)
            return against;
        var findings = await OrderChecks.Of(db, ground, specimen, assay, cancellation);
        var reason = command.Acknowledgement?.Trim();
        if (reason is { Length: > LongestReason })
            return new Refusal("assay.acknowledgement", $"A reason has at most {LongestReason} characters.");
        if (findings.Any(f => f.MustBeAcknowledged) && reason is not { Length: >= ShortestReason })
            return new Refusal(
                "assay.acknowledgement",
                "The check warns about this assay: say in words why it is ordered in spite of that, or choose another."
            );
        var test = new TestRow
        {
            Patient = specimen.Patient,
            Specimen = specimen.Id,
            Code = RecordCodes.New("TE"),
            Assay = assay.Code,
            Status = TestStatus.NotPerformed,
            Result = TestResult.None,
        };
        db.Add(test);
        db.Add(
            new TestOrderRow
            {
                Patient = specimen.Patient,
                Test = test.Id,
                Laboratory = command.Laboratory,
                Ordered = time.Today(),
                Account = caller.Account,
                PrintedName = caller.PrintedName,
                Warnings = [.. findings.Select(Words)],
                Acknowledgement = reason,
            }
        );
        return await PatientCheck.Against(db, specimen.Patient, [CohortTable.Tests], cancellation) is { } broken ? broken : test.Id;
    }

    internal static TestingConsent Consent(TestingConsentRow? row) => row is null ? default : new(row.Given, row.FromDate, row.Withdrawn);

    private static string Words(AssayFinding finding) =>
        $"{(finding.Product is { } product ? $"{product.Replace('_', ' ')}: " : "")}{finding.Text}{(finding.Verified ? "" : " Not verified.")}";
}
