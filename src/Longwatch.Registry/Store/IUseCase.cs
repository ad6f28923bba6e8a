namespace Longwatch.Registry.Store;

/// <summary>Marks a class that does one thing for a caller; registered by <see cref="RegistryServices.AddRegistry"/>.</summary>
#pragma warning disable CA1040 // the marker is how use cases are found
public interface IUseCase;
#pragma warning restore CA1040
