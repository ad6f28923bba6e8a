using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Causality;

/// <summary>Keeps what an assessor thinks so far; nobody else sees it.</summary>
public sealed class DraftVerdict(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Version">Of the caller's draft that the caller saw; 0 when there was none.</param>
    public sealed record Command(Guid Case, int Version, JudgementInput Judgement);

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Number of the round.</returns>
    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        var work = new CausalityWork(store, ground, time);
        if (
            caller.Account is not { } person
            || await work.Find(caller, Permission.CausalityAssess, command.Case, cancellation) is not { } row
        )
            return Visibility.NotFound;
        return await work.Do(
            caller,
            row,
            new Act("causality.draft", row.Patient),
            given =>
            {
                if (given.Stored.VersionOf(given.Now.Current.Number, person, adjudication: false) != command.Version)
                    return RegistryStore.Conflict;
                var judged = work.Judge(given, command.Judgement);
                if (judged is not Result<Judgement>.Ok { Value: var judgement })
                    return ((Result<Judgement>.Refused)judged).Why;
                return given.Now.Draft(person, judgement) switch
                {
                    Result<CausalityAssessment>.Ok ok => new CausalityWork.Outcome(ok.Value),
                    Result<CausalityAssessment>.Refused refused => refused.Why,
                    _ => throw new InvalidOperationException("A result is a value or a refusal."),
                };
            },
            cancellation
        );
    }
}
