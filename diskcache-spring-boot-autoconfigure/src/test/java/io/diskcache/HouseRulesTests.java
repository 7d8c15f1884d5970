package io.diskcache;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.Lifecycle;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The walls of the house. */
@AnalyzeClasses(packages = "io.diskcache", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTests {

	/** Where time comes from. */
	private static final String CLOCK = "io.diskcache.store.StoreDirectory";

	/** Where it comes from for responses. */
	private static final String WEB_CLOCK = "io.diskcache.autoconfigure.DiskCacheWebAutoConfiguration";

	@ArchTest
	static final ArchRule nothingCallsUpward = layeredArchitecture()
		.consideringOnlyDependenciesInAnyPackage("io.diskcache..")
		.layer("autoconfigure")
		.definedBy("io.diskcache.autoconfigure..")
		.optionalLayer("metrics")
		.definedBy("io.diskcache.metrics..")
		.optionalLayer("actuate")
		.definedBy("io.diskcache.actuate..")
		.optionalLayer("web")
		.definedBy("io.diskcache.web..")
		.optionalLayer("cli")
		.definedBy("io.diskcache.cli..")
		.optionalLayer("interceptor")
		.definedBy("io.diskcache.interceptor..")
		.optionalLayer("annotation")
		.definedBy("io.diskcache.annotation..")
		.layer("cache")
		.definedBy("io.diskcache.cache..")
		.optionalLayer("near")
		.definedBy("io.diskcache.near..")
		.layer("codec")
		.definedBy("io.diskcache.codec..")
		.layer("store")
		.definedBy("io.diskcache.store..")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("metrics")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("actuate")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("web")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("cli")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("interceptor")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("annotation")
		.mayOnlyBeAccessedByLayers("interceptor")
		.whereLayer("cache")
		.mayOnlyBeAccessedByLayers("autoconfigure", "metrics", "actuate", "web", "cli", "interceptor")
		.whereLayer("near")
		.mayOnlyBeAccessedByLayers("autoconfigure", "metrics", "actuate", "cache")
		.whereLayer("codec")
		.mayOnlyBeAccessedByLayers("autoconfigure", "cli", "cache", "near")
		.whereLayer("store")
		.mayOnlyBeAccessedByLayers("autoconfigure", "metrics", "actuate", "cli", "cache", "near", "codec")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.diskcache.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyTheStoreKnowsJdbc = noClasses().that()
		.resideOutsideOfPackage("io.diskcache.store..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.sqlite..");

	@ArchTest
	static final ArchRule theStoreAndTheCodecsKnowNothingOfTheContainer = noClasses().that()
		.resideInAnyPackage("io.diskcache.store..", "io.diskcache.codec..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.boot..", "org.springframework.beans..",
				"org.springframework.context..", "org.springframework.cache..");

	@ArchTest
	static final ArchRule onlyTheAutoConfigurationAndTheRoomsBesideKnowBoot = noClasses().that()
		.resideOutsideOfPackages("io.diskcache.autoconfigure..", "io.diskcache.metrics..", "io.diskcache.actuate..",
				"io.diskcache.web..", "io.diskcache.cli..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	/** Elsewhere a path is passed on, and never used to reach a file. */
	@ArchTest
	static final ArchRule onlyTheStoreTouchesFiles = noClasses().that()
		.resideOutsideOfPackage("io.diskcache.store..")
		.should()
		.dependOnClassesThat(resideInAPackage("java.nio.file..").and(DescribedPredicate.not(assignableTo(Path.class)))
			.and(DescribedPredicate.not(assignableTo(InvalidPathException.class)))
			.or(assignableTo(File.class))
			.or(assignableTo(FileInputStream.class))
			.or(assignableTo(FileOutputStream.class))
			.or(assignableTo(RandomAccessFile.class))
			.or(assignableTo(FileChannel.class)));

	@ArchTest
	static final ArchRule onlyThoseWhoChooseOrShowTheDirectoryPassPathsOn = noClasses().that()
		.resideOutsideOfPackages("io.diskcache.store..", "io.diskcache.autoconfigure..", "io.diskcache.cache..",
				"io.diskcache.actuate..", "io.diskcache.cli..")
		.should()
		.dependOnClassesThat()
		.areAssignableTo(Path.class);

	/** So that it need not be on the class path. */
	@ArchTest
	static final ArchRule onlyTheNearTierKnowsCaffeine = noClasses().that()
		.resideOutsideOfPackage("io.diskcache.near..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.github.benmanes.caffeine..");

	/** So that it need not be on the class path. */
	@ArchTest
	static final ArchRule onlyTheJsonCodecKnowsJackson = noClasses().that()
		.haveNameNotMatching("io\\.diskcache\\.codec\\.Json.*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("tools.jackson..", "com.fasterxml..");

	/** So that it need not be on the class path. */
	@ArchTest
	static final ArchRule onlyTheInterceptorsKnowReactor = noClasses().that()
		.haveNameNotMatching("io\\.diskcache\\.interceptor\\.ReactiveResults.*")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("reactor..");

	@ArchTest
	static final ArchRule timeComesFromOnePlace = noClasses().that()
		.doNotHaveFullyQualifiedName(CLOCK)
		.and()
		.doNotHaveFullyQualifiedName(WEB_CLOCK)
		.should()
		.accessTargetWhere(theWallClock());

	@ArchTest
	static final ArchRule nobodySleeps = noClasses().should().accessTargetWhere(sleep());

	@ArchTest
	static final ArchRule nobodyPrints = noClasses().that()
		.doNotHaveFullyQualifiedName("io.diskcache.cli.DiskCacheCommand")
		.should(ACCESS_STANDARD_STREAMS);

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMembers = members().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.and(DescribedPredicate.<JavaMember>describe("are not the default constructor",
				(member) -> !member.getName().equals("<init>")))
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule propertiesAreRecords = classes().that()
		.areAnnotatedWith(ConfigurationProperties.class)
		.should()
		.beRecords();

	@ArchTest
	static final ArchRule nothingIsInjectedIntoFields = noFields().should()
		.beAnnotatedWith(Autowired.class)
		.orShould()
		.beAnnotatedWith(Value.class)
		.orShould()
		.beAnnotatedWith("jakarta.annotation.Resource")
		.orShould()
		.beAnnotatedWith("jakarta.inject.Inject");

	@ArchTest
	static final ArchRule staticFieldsAreFinal = fields().that().areStatic().should().beFinal();

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().should(beInANullMarkedPackage());

	/**
	 * So that Kotlin and NullAway know of ours what they know of Spring's; but a lookup
	 * that does not wait is always a future.
	 */
	@ArchTest
	static final ArchRule nullnessIsThatOfSprings = classes().that()
		.areAssignableTo(Cache.class)
		.or()
		.areAssignableTo(CacheManager.class)
		.should(admitNullWhereSpringDoes());

	/**
	 * Contexts of tests are paused and resumed, and the caches of one must not be closed
	 * by that.
	 */
	@ArchTest
	static final ArchRule nothingStopsWithAContextThatIsPaused = noClasses().should().beAssignableTo(Lifecycle.class);

	private static DescribedPredicate<JavaAccess<?>> theWallClock() {
		return accessTo("the wall clock", (target) -> {
			if (target.getOwner().isEquivalentTo(System.class)) {
				return target.getName().equals("currentTimeMillis");
			}
			if (target.getOwner().isEquivalentTo(Date.class)) {
				return target.getName().equals("<init>") && target.getRawParameterTypes().isEmpty();
			}
			return target.getOwner().getPackageName().startsWith("java.time")
					&& target.getName().matches("now|system.*|tick.*")
					&& target.getRawParameterTypes().stream().noneMatch((type) -> type.isEquivalentTo(Clock.class));
		});
	}

	private static DescribedPredicate<JavaAccess<?>> sleep() {
		return accessTo("Thread.sleep",
				(target) -> target.getOwner().isAssignableTo(Thread.class) && target.getName().equals("sleep"));
	}

	/** Calls, and references such as {@code Instant::now}. */
	private static DescribedPredicate<JavaAccess<?>> accessTo(String what, Predicate<CodeUnitAccessTarget> target) {
		return DescribedPredicate.describe(what,
				(access) -> access.getTarget() instanceof CodeUnitAccessTarget codeUnit && target.test(codeUnit));
	}

	private static ArchCondition<JavaClass> beInANullMarkedPackage() {
		return new ArchCondition<>("be in a @NullMarked package") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
				events.add(new SimpleConditionEvent(type, marked, type.getName() + " is in " + type.getPackageName()));
			}
		};
	}

	private static ArchCondition<JavaClass> admitNullWhereSpringDoes() {
		return new ArchCondition<>("admit null where the interfaces of Spring do") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Stream.of(Cache.class, CacheManager.class)
					.filter((springs) -> springs.isAssignableFrom(type.reflect()))
					.flatMap((springs) -> Arrays.stream(springs.getMethods()))
					.filter((springs) -> !springs.getName().equals("retrieve"))
					.forEach((springs) -> events.add(new SimpleConditionEvent(type,
							nullable(springs).equals(nullable(overriding(springs, type.reflect()))),
							type.getName() + " and " + springs)));
			}
		};
	}

	private static Method overriding(Method method, Class<?> type) {
		try {
			return type.getMethod(method.getName(), method.getParameterTypes());
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Whether the result and each parameter may be null. */
	private static List<Boolean> nullable(Method method) {
		return Stream
			.concat(Stream.of(method.getAnnotatedReturnType()), Arrays.stream(method.getAnnotatedParameterTypes()))
			.map((type) -> type.isAnnotationPresent(Nullable.class))
			.toList();
	}

}
